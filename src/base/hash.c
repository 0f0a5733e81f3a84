/*
 * SHA-256 over libcrypto; a small multiply-and-fold hash for tables.
 */
#include "earshot/hash.h"

#include <sys/random.h>

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct hash {
	EVP_MD_CTX *ctx;
};

/* Looked up once: to look it up costs more than to hash a short string. */
static EVP_MD *sha256;
static pthread_once_t fetched = PTHREAD_ONCE_INIT;

static void
fetch_sha256(void)
{

	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
}

static const EVP_MD *
find_sha256(void)
{

	pthread_once(&fetched, fetch_sha256);
	return (sha256 != NULL ? sha256 : EVP_sha256());
}

struct hash *
hash_new(void)
{
	struct hash *h = calloc(1, sizeof(*h));

	if (h == NULL)
		return (NULL);
	h->ctx = EVP_MD_CTX_new();
	if (h->ctx == NULL ||
	    EVP_DigestInit_ex(h->ctx, find_sha256(), NULL) != 1) {
		EVP_MD_CTX_free(h->ctx);
		free(h);
		return (NULL);
	}
	return (h);
}

void
hash_add(struct hash *h, struct str s)
{
	unsigned char n[8];

	for (size_t i = 0; i < 8; i++)
		n[i] = (unsigned char)((uint64_t)s.n >> (8 * i));
	EVP_DigestUpdate(h->ctx, n, sizeof(n));
	if (s.n > 0)
		EVP_DigestUpdate(h->ctx, s.p, s.n);
}

void
hash_end(struct hash *h, unsigned char ret[HASH_BYTES])
{

	EVP_DigestFinal_ex(h->ctx, ret, NULL);
	EVP_MD_CTX_free(h->ctx);
	free(h);
}

void
hash_of(struct str s, unsigned char ret[HASH_BYTES])
{

	const unsigned char *p = (const unsigned char *)(s.n > 0 ? s.p : "");

	if (EVP_Digest(p, s.n, ret, NULL, find_sha256(), NULL) != 1)
		SHA256(p, s.n, ret);
}

void
hash_hex(const unsigned char *h, size_t bytes, char *ret)
{

	for (size_t i = 0; i < bytes; i++)
		sprintf(ret + 2 * i, "%02x", h[i]);
	ret[2 * bytes] = '\0';
}

/* Eight bytes at a time, each round a 128-bit product folded to 64. */
static uint64_t
mix(uint64_t a, uint64_t b)
{
	unsigned __int128 m = (unsigned __int128)a * b;

	return ((uint64_t)m ^ (uint64_t)(m >> 64));
}

static uint64_t
hash_seeded(struct str s, uint64_t seed)
{
	uint64_t h = seed ^ 0x9e3779b97f4a7c15u, v;
	size_t i = 0;

	for (; i + 8 <= s.n; i += 8) {
		memcpy(&v, s.p + i, 8);
		h = mix(h ^ v, 0xd6e8feb86659fd93u);
	}
	v = 0;
	if (i < s.n)
		memcpy(&v, s.p + i, s.n - i);
	h = mix(h ^ v, 0xa0761d6478bd642fu);
	return (mix(h ^ s.n, 0xe7037ed1a0b428dbu));
}

static uint64_t table_seed;
static pthread_once_t seeded = PTHREAD_ONCE_INIT;

static void
seed_table(void)
{

	if (getrandom(&table_seed, sizeof(table_seed), 0) !=
	    (ssize_t)sizeof(table_seed))
		table_seed = (uint64_t)(uintptr_t)&table_seed;
}

uint64_t
hash_table(struct str s)
{

	pthread_once(&seeded, seed_table);
	return (hash_seeded(s, table_seed));
}

uint64_t
hash_stable64(struct str s)
{

	return (hash_seeded(s, 0));
}
