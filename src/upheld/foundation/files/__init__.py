"""Files that are kept on disk beside their rows, and read back only as they were kept."""

from upheld.foundation.files.keeping import KeptFile, keep, path_of, read_kept, sweep

__all__ = ["KeptFile", "keep", "path_of", "read_kept", "sweep"]
