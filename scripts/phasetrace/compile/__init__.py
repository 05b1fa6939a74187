"""How kernels are compiled: SIMD vectors, kept machine code, calls from XLA; nothing of physics."""
