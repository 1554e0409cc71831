#ifndef C_INSTRUCTIONS_H
#define C_INSTRUCTIONS_H

/// Opens a counter of the calling thread's instructions outside the kernel; -1 where the machine has or allows none.
int instructions_open(void);

/// What the counter has counted since it was opened; -1 where it cannot be read.
long long instructions_read(int counter);

#endif
