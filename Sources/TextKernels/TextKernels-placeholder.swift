// TextKernels
