#include <stddef.h>
#include <stdint.h>

/*
 * LLVMFuzzerTestOneInput: what each fuzz_NAME.c defines and libFuzzer or
 * replay.c calls.  ${data} is not NUL-ended.  Returns 0.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
