"""Bringing in a person: who is asked, who takes the case, and whose words go where.

`desk` moves cases between their states, `relay` carries words, `commands` reads what navigators text.
"""
