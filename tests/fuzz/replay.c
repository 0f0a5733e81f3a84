/*
 * The main of a fuzz target where there is no fuzzer: it feeds each file of
 * tests/fuzz/corpus/NAME to fuzz_NAME and speaks TAP.  A target passes by
 * coming back: a crash, a hang or a sanitizer's finding is the failure.
 * With arguments it replays just those files.
 */
#include <glob.h>
#include <libgen.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

/*
 * read_file: the bytes of ${path} in a block of exactly their size, so that
 * AddressSanitizer sees a read past their end.  NULL if it cannot be read.
 */
static uint8_t *
read_file(const char *path, size_t *ret_size)
{
	uint8_t *data = NULL;
	FILE *file;
	long size;

	if ((file = fopen(path, "rb")) == NULL)
		return NULL;
	if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 &&
	    fseek(file, 0, SEEK_SET) == 0) {
		data = malloc((size_t)size);
		if (data != NULL &&
		    fread(data, 1, (size_t)size, file) != (size_t)size) {
			free(data);
			data = NULL;
		}
		*ret_size = (size_t)size;
	}
	fclose(file);
	return data;
}

/* replay: one line of TAP for ${path}; 1 if it could not even be read. */
static int
replay(size_t number, const char *path)
{
	const char *name = strrchr(path, '/');
	uint8_t *data;
	size_t size;

	name = name != NULL ? name + 1 : path;
	if ((data = read_file(path, &size)) == NULL) {
		printf("not ok %zu - %s cannot be read\n", number, name);
		return 1;
	}
	(void)LLVMFuzzerTestOneInput(data, size);
	free(data);
	printf("ok %zu - %s\n", number, name);
	fflush(stdout);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *top = getenv("top_srcdir");
	const char *name = basename(argv[0]);
	char pattern[4096];
	glob_t found = { 0 };
	int failed = 0;

	if (argc > 1) {
		printf("1..%d\n", argc - 1);
		for (int i = 1; i < argc; i++)
			failed += replay((size_t)i, argv[i]);
		return failed != 0;
	}
	if (strncmp(name, "fuzz_", 5) == 0)
		name += 5;
	snprintf(pattern, sizeof(pattern), "%s/tests/fuzz/corpus/%s/*",
	    top != NULL ? top : ".", name);
	if (glob(pattern, 0, NULL, &found) != 0) {
		printf("1..0 # SKIP nothing in tests/fuzz/corpus/%s\n", name);
		return 0;
	}
	printf("1..%zu\n", found.gl_pathc);
	for (size_t i = 0; i < found.gl_pathc; i++)
		failed += replay(i + 1, found.gl_pathv[i]);
	globfree(&found);
	return failed != 0;
}
