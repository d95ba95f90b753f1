"""The rules of money: pure functions and frozen values, without a database or a clock."""
