"""Speaking IMAP and SMTP."""
