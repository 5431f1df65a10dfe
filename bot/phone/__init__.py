"""The participant's page at `/c/<link>`: the web channel as a phone shows it."""
