// DedupEngine
