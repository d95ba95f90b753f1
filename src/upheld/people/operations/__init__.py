"""The only writers of people, access and pay."""
