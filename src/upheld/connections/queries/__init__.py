"""What imports are read as."""
