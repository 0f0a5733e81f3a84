/*
 * Names and URIs brought into one form, so that they can be compared and
 * hashed.  Which voices there are, the store knows.
 */
#include "earshot/voice.h"

#include <stdlib.h>
#include <unicase.h>
#include <uninorm.h>

#include "earshot/hash.h"

enum { FORM_MAX = 2304, NAME_FORM_MAX = 600, SIGN_DIGITS = 16 };

/* Something in its form, on the stack. */
struct form {
	char p[FORM_MAX];
	size_t n;
};

static struct str
form_str(const struct form *f)
{

	return ((struct str){ f->p, f->n });
}

static char
lower(char c)
{

	return (c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
}

/* Small letters; runs of white space are one blank. */
static void
take_ascii(struct form *f, struct str s)
{

	s = str_trim(s);
	for (size_t i = 0; i < s.n && f->n < FORM_MAX; i++) {
		bool space = s.p[i] == ' ' || (s.p[i] >= '\t' && s.p[i] <= 13);

		if (space && f->n > 0 && f->p[f->n - 1] == ' ')
			continue;
		f->p[f->n++] = space ? ' ' : lower(s.p[i]);
	}
}

static bool
is_ascii(struct str s)
{

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return (false);
	return (true);
}

/* What cannot be folded (no memory, no UTF-8) is compared as it is. */
static void
take_name(struct form *f, struct str name)
{
	uint8_t folded[NAME_FORM_MAX];
	size_t n = sizeof(folded);
	uint8_t *p = NULL;

	f->n = 0;
	if (!is_ascii(name) && name.n < NAME_FORM_MAX)
		p = u8_casefold((const uint8_t *)name.p, name.n, NULL,
		    UNINORM_NFC, folded, &n);
	take_ascii(f, p != NULL ? (struct str){ (const char *)p, n } : name);
	if (p != folded)
		free(p);
}

/* Without scheme, www., the port that goes without saying, and slashes at the
 * end. */
static void
take_uri(struct form *f, struct str uri)
{
	size_t host;

	f->n = 0;
	uri = str_trim(uri);
	if (str_istarts(uri, STR("https://")))
		uri = str_sub(uri, 8, uri.n);
	else if (str_istarts(uri, STR("http://")))
		uri = str_sub(uri, 7, uri.n);
	if (str_istarts(uri, STR("www.")))
		uri = str_sub(uri, 4, uri.n);
	while (uri.n > 0 && uri.p[uri.n - 1] == '/')
		uri.n--;
	for (host = 0; host < uri.n && uri.p[host] != '/'; host++)
		;
	take_ascii(f, str_ends(str_sub(uri, 0, host), STR(":80"))
			  ? str_sub(uri, 0, host - 3)
		      : str_ends(str_sub(uri, 0, host), STR(":443"))
			  ? str_sub(uri, 0, host - 4)
			  : str_sub(uri, 0, host));
	take_ascii(f, str_sub(uri, host, uri.n));
}

static bool
is_one_of(const char *const *words, struct str s)
{

	for (; *words != NULL; words++)
		if (str_eq(s, str_of(*words)))
			return (true);
	return (false);
}

/* The host of a URI that is a whole site; {NULL,0}: it is somebody's page. */
static struct str
site_of(const struct form *uri)
{
	static const char *const pages[] = { "", "about", "about-me", "blog",
		"contact", "home", "index.html", "index.htm", "index.php",
		NULL };
	struct str rest = form_str(uri), host = str_cut(&rest, '/');

	if (str_findc(host, '@') != SIZE_MAX ||
	    str_findc(host, '?') != SIZE_MAX ||
	    str_findc(host, '#') != SIZE_MAX ||
	    str_findc(host, '.') == SIZE_MAX || !is_one_of(pages, rest))
		return ((struct str){ NULL, 0 });
	return (host);
}

static void
add_piece(struct form *key, struct str piece)
{
	size_t room = sizeof(key->p) - key->n, n = piece.n;

	if (n + 1 > room)
		n = room - 1;
	memcpy(key->p + key->n, piece.p, n);
	key->p[key->n + n] = '\0';
	key->n += n + 1;
}

int64_t
voice_key(int64_t source_id, struct str name, struct str uri)
{
	struct form folded, address, key = { .n = 0 };
	unsigned char full[HASH_BYTES];
	struct str site;
	int64_t ret;

	if (name.n == 0 && uri.n == 0)
		return (0);
	take_name(&folded, name);
	take_uri(&address, uri);
	site = site_of(&address);
	if (address.n == 0) {
		add_piece(&key, STR("name"));
		add_piece(&key, (struct str){ (const char *)&source_id,
				    sizeof(source_id) });
		add_piece(&key, str_sub(form_str(&folded), 0, NAME_FORM_MAX));
	} else if (site.n > 0) {
		add_piece(&key, STR("site"));
		add_piece(&key, str_sub(form_str(&folded), 0, NAME_FORM_MAX));
		add_piece(&key, site);
	} else {
		add_piece(&key, STR("page"));
		add_piece(&key, form_str(&address));
	}
	hash_of(form_str(&key), full);
	memcpy(&ret, full, sizeof(ret));
	return (ret != 0 ? ret : 1);
}

/* Brackets, stars and the like round a name that is none. */
static struct str
without_signs(struct str s)
{
	static const char signs[] = "[]()<>{}*-_.,:;!?'\"~ ";

	while (s.n > 0 && memchr(signs, s.p[0], sizeof(signs) - 1) != NULL)
		s = str_sub(s, 1, s.n);
	while (
	    s.n > 0 && memchr(signs, s.p[s.n - 1], sizeof(signs) - 1) != NULL)
		s.n--;
	return (s);
}

/* "guest4711", "Anonymous (12)" */
static struct str
without_number(struct str s)
{
	size_t n = s.n;

	while (n > 0 && s.p[n - 1] >= '0' && s.p[n - 1] <= '9')
		n--;
	return (without_signs(str_sub(s, 0, n)));
}

bool
voice_nobody(struct str name, struct str uri)
{
	static const char *const names[] = { /* en */ "admin", "administrator",
		"anon", "anonymous", "anonymous coward", "anonymous user",
		"a customer", "amazon customer", "customer", "deleted",
		"deleted account", "deleted user", "facebook user",
		"former member", "former user", "google user", "a google user",
		"guest", "guest user", "n/a", "name withheld", "no name",
		"no-reply", "nobody", "noname", "none", "noreply", "null",
		"removed", "somebody", "someone", "undefined", "unknown",
		"unknown author", "unknown user", "user", "visitor",
		"webmaster",
		/* es */ "administrador", "administradora", "alguien",
		"anonima", "anonimo", "anónima", "anónimo", "autor desconocido",
		"cliente", "desconocida", "desconocido", "eliminado",
		"invitada", "invitado", "nadie", "sin nombre", "un cliente",
		"usuario", "usuario anónimo", "usuario desconocido",
		"usuario eliminado", "visitante",
		/* fr */ "administrateur", "administratrice", "anonyme",
		"auteur inconnu", "client", "inconnu", "inconnue", "invité",
		"invitée", "invite", "personne", "quelqu'un", "sans nom",
		"supprimé", "un client", "utilisateur", "utilisateur anonyme",
		"utilisateur inconnu", "utilisateur supprimé", "visiteur",
		"visiteuse",
		/* de */ "anonym", "anonymer benutzer", "anonymer nutzer",
		"benutzer", "besucher", "besucherin", "ehemaliges mitglied",
		"ein kunde", "gast", "gelöscht", "gelöschter benutzer",
		"gelöschter nutzer", "jemand", "kunde", "niemand", "nutzer",
		"ohne name", "unbekannt", "unbekannter benutzer",
		"unbekannter nutzer", NULL };
	/* With a number they are still nobody's; "user12" may be a name. */
	static const char *const numbered[] = { "anon", "anonym", "anonyme",
		"anonymous", "anonymous user", "anónimo", "anonimo",
		"deleted user", "gast", "guest", "invitado", "invité",
		"unknown", NULL };
	struct form form;
	struct str s;

	if (str_trim(uri).n > 0)
		return (false);
	take_name(&form, name);
	s = without_signs(form_str(&form));
	return (s.n == 0 || is_one_of(names, s) ||
		is_one_of(numbered, without_number(s)));
}

bool
voice_is_sign(struct str name, struct str uri)
{
	size_t prefix = sizeof(VOICE_SIGN) - 1;

	if (uri.n > 0 || name.n != prefix + SIGN_DIGITS ||
	    !str_starts(name, STR(VOICE_SIGN)))
		return (false);
	for (size_t i = prefix; i < name.n; i++)
		if (memchr("0123456789abcdef", name.p[i], 16) == NULL)
			return (false);
	return (true);
}

bool
voice_listed(struct str list, struct str name, struct str uri)
{
	struct form who, where, entry;

	if (list.n == 0 || (name.n == 0 && uri.n == 0))
		return (false);
	take_name(&who, name);
	take_uri(&where, uri);
	while (list.n > 0) {
		struct str one = str_trim(str_cut(&list, ','));

		if (one.n == 0)
			continue;
		take_name(&entry, one);
		if (who.n > 0 && str_eq(form_str(&entry), form_str(&who)))
			return (true);
		take_uri(&entry, one);
		if (where.n > 0 && str_eq(form_str(&entry), form_str(&where)))
			return (true);
	}
	return (false);
}

enum voice_side
voice_side(struct str staff, struct str partner, struct str name,
    struct str uri)
{

	if (voice_listed(partner, name, uri))
		return (VOICE_PARTNER);
	return (voice_listed(staff, name, uri) ? VOICE_STAFF : VOICE_OTHERS);
}
