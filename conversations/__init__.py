"""The core: what is asked, what it means, and when it is due. Pure: the standard library only."""
