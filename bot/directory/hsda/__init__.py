"""The directory as Open Referral's HSDA 3.1 serves it: what may be asked, what is found, what is shown of it."""
