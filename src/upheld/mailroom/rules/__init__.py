"""What mail is and where it belongs, decided without a database."""
