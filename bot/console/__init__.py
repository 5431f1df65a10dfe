"""The staff pages under `/console/<link>`: open escalations for doctors, the day for coordinators, participants.

Plain pages from the server that need no script. What staff do here goes through the same functions, with the same
rules, as their buttons in the chat (`bot.acts`, `bot.enrolment`), and is recorded the same way.
"""
