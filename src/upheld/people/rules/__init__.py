"""What people cost, without a database."""
