"""Passphrases (合言葉) in the window: asking for them, and which one closes what is written."""
