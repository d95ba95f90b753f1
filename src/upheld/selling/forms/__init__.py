"""The shapes of the forms of selling: HTML input into values."""
