/*
 * Which column is what: as somebody says, else by the names that survey tools,
 * ticket systems and shops give them.
 */
#include "earshot/records.h"

/* Space-separated; lower case, "_" for spaces; the first that is there wins. */
static const struct {
	const char *word, *names;
} fields[RECORD_FIELDS] = {
	[RECORD_ID] = { "id",
	    "id guid uid uuid key ticket_id ticket_number response_id "
	    "responseid review_id comment_id issue_key issue_id "
	    "respondent_id submission_id record_id case_number number nr" },
	[RECORD_TEXT] = { "text",
	    "text comment comments feedback review review_text review_body "
	    "body message description content content_text answer response "
	    "verbatim open_answer open_ended_response note notes remark "
	    "remarks opinion kommentar text_der_bewertung bewertungstext "
	    "nachricht beschreibung rückmeldung commentaire avis contenu "
	    "texte comentario comentarios reseña mensaje texto opinión" },
	[RECORD_TITLE] = { "title",
	    "title subject headline summary review_title heading topic_title "
	    "titel betreff überschrift zusammenfassung titre objet sujet "
	    "título titulo asunto" },
	[RECORD_DATE] = { "date",
	    "date created created_at created_date date_created creation_date "
	    "published published_at date_published published_ts submitted "
	    "submitted_at submission_date submit_date timestamp time datetime "
	    "date_time posted posted_at review_date start_date end_date "
	    "recorded_date completed opened opened_at datum erstellt "
	    "erstellt_am zeitstempel date_de_création créé_le fecha "
	    "fecha_de_creación creado" },
	[RECORD_AUTHOR] = { "author",
	    "author author_name name user user_name username nickname "
	    "reviewer reviewer_name customer customer_name requester "
	    "reporter from full_name autor verfasser kunde nom auteur client "
	    "nombre cliente usuario" },
	[RECORD_STARS] = { "stars",
	    "stars star_rating rating review_rating star bewertung sterne "
	    "étoiles note_sur_5 estrellas valoración" },
	[RECORD_URL] = { "url",
	    "url link permalink href review_url review_link ticket_url "
	    "web_url" },
	[RECORD_LANG] = { "lang",
	    "lang language locale review_language reviewer_language sprache "
	    "langue idioma" },
	[RECORD_TAGS] = { "tags",
	    "tags tag labels label categories category keywords schlagworte "
	    "kategorie catégorie categoría etiquetas" },
};

const char *
record_field_word(enum record_field f)
{

	return (fields[f].word);
}

/* "Created at" and created-at are created_at. */
static bool
named(struct str name, struct str word)
{
	char folded[100];

	name = str_trim(name);
	if (name.n >= sizeof(folded))
		return (false);
	for (size_t i = 0; i < name.n; i++)
		folded[i] =
		    (char)(name.p[i] == ' ' || name.p[i] == '-' ? '_'
								: name.p[i]);
	return (str_ieq((struct str){ folded, name.n }, word));
}

static void
list_names(const struct str *names, size_t n, struct buf *out)
{

	buf_adds(out, "; there are");
	for (size_t i = 0; i < n && i < 40; i++)
		buf_printf(out, "%s \"%.*s\"", i > 0 ? "," : "",
		    STR_ARG(str_sub(names[i], 0, 60)));
}

/* The column that ${name} says: its name, or #3; -1. */
static int
find_column(struct str name, const struct str *names, size_t n)
{
	int64_t nth;

	name = str_trim(name);
	for (size_t i = 0; i < n; i++)
		if (str_ieq(str_trim(names[i]), name))
			return ((int)i);
	if (str_starts(name, STR("#")) &&
	    str_to_i64(str_sub(name, 1, name.n), &nth) && nth > 0 &&
	    (uint64_t)nth <= n)
		return ((int)nth - 1);
	return (-1);
}

static int
field_of_word(struct str word)
{

	for (int f = 0; f < RECORD_FIELDS; f++)
		if (str_ieq(str_trim(word), str_of(fields[f].word)))
			return (f);
	return (-1);
}

/* The end of ${rest}'s first "field=name": a comma before another field, for
 * names may have commas themselves. */
static size_t
pair_end(struct str rest)
{

	for (size_t i = 0; i < rest.n; i++) {
		struct str next, word;

		if (rest.p[i] != ',')
			continue;
		next = str_sub(rest, i + 1, rest.n);
		word = str_cut(&next, '=');
		if (next.p != NULL && field_of_word(word) >= 0)
			return (i);
	}
	return (rest.n);
}

static enum status
apply(struct str rest, const struct str *names, size_t n,
    int ret[RECORD_FIELDS], struct buf *reterr)
{

	while (rest.n > 0) {
		size_t end = pair_end(rest);
		struct str name = str_sub(rest, 0, end), word;
		int field, column;

		rest = str_sub(rest, end + 1, rest.n);
		word = str_trim(str_cut(&name, '='));
		field = field_of_word(word);
		if (field < 0) {
			buf_printf(reterr, "'%.*s' is no field; there are",
			    STR_ARG(word));
			for (int f = 0; f < RECORD_FIELDS; f++)
				buf_printf(reterr, "%s %s", f > 0 ? "," : "",
				    fields[f].word);
			return (E_USAGE);
		}
		column = find_column(name, names, n);
		if (column < 0) {
			buf_printf(reterr,
			    "no column is called \"%.*s\", which %s is to be",
			    STR_ARG(str_trim(name)), fields[field].word);
			list_names(names, n, reterr);
			return (E_USAGE);
		}
		ret[field] = column;
	}
	return (OK);
}

static bool
is_taken(const int columns[RECORD_FIELDS], int column)
{

	for (int f = 0; f < RECORD_FIELDS; f++)
		if (columns[f] == column)
			return (true);
	return (false);
}

static int
guess(int field, const struct str *names, size_t n,
    const int columns[RECORD_FIELDS])
{
	struct str words = str_of(fields[field].names), word;

	while ((word = str_word(&words)).n > 0)
		for (size_t i = 0; i < n; i++)
			if (named(names[i], word) && !is_taken(columns, (int)i))
				return ((int)i);
	return (-1);
}

enum status
records_map(const char *map, const struct str *names, size_t n,
    int ret[RECORD_FIELDS], struct buf *reterr)
{
	enum status st = OK;

	for (int f = 0; f < RECORD_FIELDS; f++)
		ret[f] = -1;
	if (map != NULL)
		st = apply(str_of(map), names, n, ret, reterr);
	for (int f = 0; st == OK && f < RECORD_FIELDS; f++)
		if (ret[f] < 0)
			ret[f] = guess(f, names, n, ret);
	if (st == OK && ret[RECORD_TEXT] < 0 && ret[RECORD_TITLE] < 0) {
		buf_adds(reterr, "which column is the text? Say --map "
				 "text=NAME");
		list_names(names, n, reterr);
		st = E_USAGE;
	}
	return (st);
}
