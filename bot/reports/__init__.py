"""What is read out of the rows: who is answering, and the exported tables. Nothing here changes anything."""
