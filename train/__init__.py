"""Makes polyglint's model: corpus, dataset, fit, quantize, evaluate, publish."""
