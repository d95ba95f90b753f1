"""The only writers of the library, of proposals, signatures and agreements."""
