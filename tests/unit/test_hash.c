#include "earshot/hash.h"

#include "unit.h"

static void
sha256_gives_the_published_value(void **state)
{
	unsigned char h[HASH_BYTES];
	char hex[HASH_HEX];

	(void)state;
	hash_of(STR("abc"), h); /* FIPS 180-4, the example of one block */
	hash_hex(h, HASH_BYTES, hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
				 "b00361a396177a9cb410ff61f20015ad");
}

static void
parts_do_not_run_into_each_other(void **state)
{
	unsigned char one[HASH_BYTES], two[HASH_BYTES];
	struct hash *h = hash_new();

	(void)state;
	hash_add(h, STR("ab"));
	hash_add(h, STR("c"));
	hash_end(h, one);
	h = hash_new();
	hash_add(h, STR("a"));
	hash_add(h, STR("bc"));
	hash_end(h, two);
	assert_memory_not_equal(one, two, HASH_BYTES);
}

static void
the_stable_hash_tells_texts_and_lengths_apart(void **state)
{

	(void)state;
	assert_int_equal(hash_stable64(STR("water tank")),
	    hash_stable64(STR("water tank")));
	assert_int_not_equal(hash_stable64(STR("water tank")),
	    hash_stable64(STR("water tanl")));
	assert_int_not_equal(hash_stable64((struct str){ "\0", 1 }),
	    hash_stable64((struct str){ "\0\0", 2 }));
	assert_int_equal(hash_table(STR("x")), hash_table(STR("x")));
}

int
main(void)
{
	const struct CMUnitTest hash_tests[] = {
		cmocka_unit_test(sha256_gives_the_published_value),
		cmocka_unit_test(parts_do_not_run_into_each_other),
		cmocka_unit_test(the_stable_hash_tells_texts_and_lengths_apart),
	};

	return (RUN_TESTS(hash_tests));
}
