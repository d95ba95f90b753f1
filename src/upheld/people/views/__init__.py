"""The pages of people: the staff, their working time, their keys and their own account."""
