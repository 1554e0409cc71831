// Normalizer
