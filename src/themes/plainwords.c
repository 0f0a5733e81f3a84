/*
 * Words that do not tell what an insight is about: those that say nothing
 * (left out) and those that everybody says (they count little).  Lower case,
 * without accents and apostrophes, sorted: a test looks at the order.
 */
#include "plainwords.h"

#include <stdlib.h>

/* clang-format off */
static const char *const english_empty[] = {
	"a", "about", "above", "actually", "after", "again", "against", "ago",
	"ah", "all", "almost", "alone", "along", "already", "also",
	"although", "always", "am", "an", "and", "another", "any", "anybody",
	"anyone", "anything", "anyway", "anywhere", "are", "arent", "around",
	"as", "ask", "asked", "asking", "at", "away", "awfully", "back", "be",
	"became", "because", "become", "been", "before", "being", "below",
	"besides", "between", "both", "but", "by", "came", "can", "cannot",
	"cant", "come", "comes", "coming", "could", "couldnt", "deeply",
	"did", "didnt", "do", "does", "doesnt", "doing", "done", "dont",
	"down", "during", "each", "either", "else", "enough", "especially",
	"etc", "even", "ever", "every", "everybody", "everyone", "everything",
	"everywhere", "except", "exceptionally", "far", "few", "first", "for",
	"from", "further", "genuinely", "get", "gets", "getting", "give",
	"gives", "giving", "go", "goes", "going", "gone", "gonna", "got",
	"gotta", "greatly", "had", "hadnt", "hardly", "has", "hasnt", "have",
	"havent", "having", "he", "hed", "hell", "hello", "her", "here",
	"heres", "hers", "herself", "hey", "hi", "highly", "him", "himself",
	"his", "honestly", "how", "however", "i", "id", "ie", "if", "ill",
	"im", "in", "incredibly", "indeed", "insanely", "instead", "into",
	"is", "isnt", "it", "itd", "itll", "its", "itself", "ive", "just",
	"keep", "keeps", "kept", "kind", "know", "known", "last", "later",
	"least", "less", "let", "lets", "like", "likely", "literally", "lol",
	"look", "looking", "looks", "lot", "lots", "made", "make", "makes",
	"making", "many", "may", "maybe", "me", "mean", "means", "meanwhile",
	"might", "mine", "more", "most", "mostly", "much", "must", "my",
	"myself", "near", "nearly", "neither", "never", "nevertheless",
	"next", "no", "nobody", "none", "nor", "not", "nothing", "now",
	"nowhere", "of", "off", "often", "oh", "ok", "okay", "omg", "on",
	"once", "one", "ones", "only", "onto", "or", "other", "others",
	"otherwise", "our", "ours", "ourselves", "out", "over", "own", "per",
	"perhaps", "please", "pls", "plz", "possible", "possibly", "probably",
	"put", "quite", "rather", "really", "remarkably", "ridiculously",
	"said", "same", "saw", "say", "saying", "says", "see", "seem",
	"seems", "seen", "several", "shall", "she", "shed", "should",
	"shouldnt", "simply", "since", "sincerely", "so", "some", "somebody",
	"somehow", "someone", "something", "sometimes", "somewhere", "soon",
	"sorry", "still", "strongly", "such", "sure", "take", "taken",
	"takes", "taking", "tell", "than", "thank", "thanks", "thanx", "that",
	"thats", "the", "their", "theirs", "them", "themselves", "then",
	"there", "therefore", "theres", "these", "they", "theyd", "theyll",
	"theyre", "theyve", "thing", "things", "think", "this", "thoroughly",
	"those", "though", "thought", "through", "throughout", "thus", "till",
	"to", "together", "told", "too", "took", "toward", "towards", "tried",
	"truly", "try", "trying", "two", "u", "under", "unless", "until",
	"up", "upon", "ur", "us", "use", "used", "uses", "using", "usually",
	"very", "via", "want", "wanted", "wanting", "wants", "was", "wasnt",
	"way", "we", "wed", "well", "were", "werent", "weve", "what",
	"whatever", "whats", "when", "whenever", "where", "wherever",
	"whether", "which", "while", "who", "whole", "whom", "whos", "whose",
	"why", "will", "wish", "wished", "with", "within", "without", "wont",
	"would", "wouldnt", "yeah", "yes", "yet", "you", "youd", "youll",
	"your", "youre", "yours", "yourself", "youve", };

static const char *const english_weak[] = {
	"able", "absolutely", "add", "added", "adding", "allow", "allowed",
	"allowing", "allows", "amazing", "annoyed", "annoying", "anonymous",
	"anymore", "app", "application", "apps", "asap", "available",
	"awesome", "awful", "bad", "badly", "best", "better", "bit",
	"brilliant", "bring", "brings", "bug", "buggy", "bugs", "change",
	"changed", "changes", "completely", "consider", "constantly", "cool",
	"current", "currently", "customer", "customers", "day", "days",
	"decent", "definitely", "device", "devices", "directly",
	"disappointed", "disappointing", "easier", "easily", "easy", "enjoy",
	"entirely", "everytime", "excellent", "expected", "experience",
	"extremely", "fail", "failed", "fails", "fantastic", "fault",
	"favorite", "favourite", "feature", "features", "feel", "finally",
	"find", "fine", "fix", "fixed", "fixes", "fixing", "found", "free",
	"fully", "fun", "functionality", "game", "generally", "glad", "good",
	"great", "guys", "handy", "happen", "happened", "happens", "hard",
	"hate", "hear", "help", "helpful", "helps", "hope", "hopefully",
	"horrible", "hour", "hours", "idea", "ideas", "implement",
	"important", "improve", "improved", "improvement", "include",
	"incredible", "inside", "instantly", "interesting", "issue", "issues",
	"job", "left", "little", "long", "love", "loved", "lovely", "loves",
	"major", "minute", "minutes", "missing", "moment", "month", "months",
	"need", "needed", "needing", "needs", "new", "nice", "nicer", "night",
	"old", "option", "options", "particular", "particularly", "past",
	"people", "perfect", "perfectly", "person", "place", "play", "played",
	"playing", "plays", "pleasant", "pleased", "poor", "pretty",
	"problem", "problems", "product", "products", "properly", "provide",
	"provided", "quick", "quickly", "random", "randomly", "ready", "real",
	"reason", "recent", "recently", "request", "right", "satisfied",
	"seriously", "service", "simple", "single", "slightly", "small",
	"software", "someday", "specific", "specifically", "star", "stars",
	"start", "started", "starting", "starts", "stop", "stopped", "stops",
	"stuff", "stupid", "suck", "sucks", "suggest", "suggestion", "super",
	"support", "supported", "supports", "team", "terrible", "terribly",
	"time", "times", "today", "tomorrow", "tonight", "totally", "true",
	"unable", "unfortunately", "update", "updated", "updates", "useful",
	"useless", "user", "users", "usual", "version", "wait", "waiting",
	"week", "weeks", "weird", "wonderful", "work", "worked", "working",
	"works", "worse", "worst", "worth", "wrong", "year", "years",
	"yesterday", };

static const char *const spanish_empty[] = {
	"a", "ademas", "ahi", "ahora", "al", "algo", "alguien", "algun",
	"alguna", "algunas", "alguno", "algunos", "altamente", "ante",
	"antes", "aqui", "asi", "aun", "aunque", "bajo", "bastante", "bien",
	"cada", "casi", "como", "con", "contra", "cosa", "cosas", "cual",
	"cuales", "cuando", "cuanto", "de", "debe", "deberia", "deberian",
	"debido", "decir", "del", "demas", "demasiado", "dentro", "desde",
	"despues", "dice", "donde", "dos", "e", "el", "ella", "ellas",
	"ellos", "en", "entonces", "entre", "era", "eran", "es", "esa",
	"esas", "ese", "eso", "esos", "esta", "estaba", "estado", "estamos",
	"estan", "estar", "estas", "este", "esto", "estos", "estoy", "favor",
	"fue", "fuera", "fueron", "gracias", "gran", "gustaria", "ha",
	"haber", "habia", "hace", "hacer", "hacia", "han", "hasta", "hay",
	"he", "hizo", "hola", "hora", "hoy", "igual", "incluso", "ir",
	"jamas", "la", "las", "le", "les", "lo", "los", "luego", "mas", "me",
	"mejor", "menos", "mi", "mientras", "mis", "misma", "mismo", "mucha",
	"muchas", "mucho", "muchos", "muy", "nada", "nadie", "ni", "ningun",
	"ninguna", "no", "nos", "nosotros", "nuestra", "nuestro", "nunca",
	"o", "ojala", "os", "otra", "otras", "otro", "otros", "para",
	"parece", "parte", "pero", "poca", "poco", "pocos", "poder", "podria",
	"podrian", "por", "porque", "puede", "pueden", "puedo", "pues", "que",
	"quien", "quiero", "quisiera", "quiza", "quizas", "realmente", "sea",
	"segun", "ser", "si", "sido", "siempre", "sin", "sino", "sobre",
	"solo", "son", "soy", "su", "sumamente", "super", "sus", "tal",
	"tambien", "tampoco", "tan", "tanto", "te", "tenemos", "tener",
	"tengo", "tenia", "ti", "tiene", "tienen", "toda", "todas", "todavia",
	"todo", "todos", "totalmente", "tras", "tu", "tus", "un", "una",
	"unas", "uno", "unos", "usted", "ustedes", "va", "vamos", "van",
	"veces", "ver", "verdaderamente", "vez", "voy", "y", "ya", "yo", };

static const char *const spanish_weak[] = {
	"actualizacion", "agradable", "agradables", "aplicacion",
	"aplicaciones", "app", "ayuda", "bonita", "bonito", "buen", "buena",
	"buenas", "bueno", "buenos", "cambio", "cliente", "clientes", "dia",
	"dias", "error", "errores", "estupenda", "estupendo", "excelente",
	"excelentes", "exquisito", "fallo", "fallos", "falta", "faltan",
	"fantastica", "fantastico", "funcion", "funciona", "funcionan",
	"funciones", "genial", "gusta", "hermosa", "hermoso", "horrible",
	"idea", "increible", "juego", "linda", "lindo", "mal", "mala", "malo",
	"maravillosa", "maravilloso", "mejora", "mejorar", "necesita",
	"necesitamos", "necesito", "nueva", "nuevo", "opcion", "opciones",
	"peor", "perfecta", "perfecto", "persona", "personas", "pesima",
	"pesimo", "problema", "problemas", "producto", "productos",
	"servicio", "servicios", "terrible", "tiempo", "usar", "uso",
	"usuario", "usuarios", "version", };

static const char *const french_empty[] = {
	"a", "afin", "ai", "ainsi", "alors", "apres", "as", "assez", "au",
	"aucun", "aucune", "aujourdhui", "auquel", "aussi", "autant", "autre",
	"autres", "aux", "avait", "avant", "avec", "avez", "avoir", "avons",
	"beaucoup", "bien", "bonjour", "c", "ca", "car", "ce", "ceci", "cela",
	"celle", "celles", "celui", "cependant", "ces", "cet", "cette",
	"ceux", "chaque", "chez", "chose", "choses", "ci", "comme", "comment",
	"contre", "d", "dans", "de", "deja", "depuis", "des", "deux",
	"devraient", "devrait", "dire", "doit", "donc", "dont", "du", "elle",
	"elles", "en", "encore", "entre", "es", "est", "et", "etaient",
	"etait", "ete", "etre", "eu", "extremement", "faire", "fait",
	"fallait", "faudrait", "faut", "fois", "hyper", "ici", "il", "ils",
	"j", "jai", "jamais", "je", "jusqu", "jusque", "l", "la", "laquelle",
	"le", "lequel", "les", "lesquels", "leur", "leurs", "lors", "lorsque",
	"lui", "m", "ma", "mais", "malgre", "me", "meme", "memes", "merci",
	"mes", "mieux", "moi", "moins", "mon", "n", "ne", "ni", "non", "nos",
	"notre", "nous", "on", "ont", "ou", "par", "parce", "parfois", "pas",
	"pendant", "permet", "peu", "peut", "peuvent", "peux", "plus",
	"plusieurs", "plutot", "pour", "pourquoi", "pourraient", "pourrait",
	"pouvoir", "pres", "presque", "puis", "puisque", "qu", "quand", "que",
	"quel", "quelle", "quelles", "quelque", "quelques", "quels", "qui",
	"quoi", "rien", "s", "sa", "sans", "se", "sera", "serait", "ses",
	"seulement", "si", "sinon", "soit", "son", "sont", "sous", "souvent",
	"suis", "sur", "surtout", "t", "ta", "tant", "te", "tel", "telle",
	"tellement", "tels", "tes", "toi", "ton", "totalement", "toujours",
	"tous", "tout", "toute", "toutes", "tres", "trop", "tu", "un", "une",
	"va", "vais", "veritablement", "vers", "veut", "veux", "vivement",
	"voici", "voila", "voir", "vos", "votre", "voudrais", "vous",
	"vraiment", "y", };

static const char *const french_weak[] = {
	"agreable", "agreables", "aide", "aime", "aimerais", "ajout",
	"ajouter", "amelioration", "ameliorer", "app", "appli", "application",
	"avis", "beau", "beaux", "bel", "belle", "belles", "besoin", "bon",
	"bonne", "bonnes", "bons", "bug", "bugs", "changement", "client",
	"clients", "dernier", "derniere", "dommage", "erreur", "excellent",
	"excellente", "excellents", "experience", "fantastique", "fonction",
	"fonctionnalite", "fonctionnalites", "fonctionne", "fonctionnent",
	"formidable", "genial", "horrible", "idee", "jeu", "joli", "jolie",
	"jour", "jours", "magnifique", "manque", "marche", "marchent",
	"mauvais", "mauvaise", "merveilleux", "mise", "nouveau", "nouvelle",
	"nul", "nulle", "option", "options", "parfait", "parfaite",
	"parfaits", "pire", "possible", "probleme", "problemes", "produit",
	"produits", "service", "services", "souhaite", "souhaiterais",
	"souhaiterait", "super", "superbe", "sympa", "temps", "terrible",
	"utilisateur", "utilisateurs", "utilisation", "utiliser", "version", };

/* clang-format on */

#define LIST(words) words, sizeof(words) / sizeof((words)[0])

const struct plain_list plain_lists[] = {
	{ "en", false, LIST(english_empty) },
	{ "en", true, LIST(english_weak) },
	{ "es", false, LIST(spanish_empty) },
	{ "es", true, LIST(spanish_weak) },
	{ "fr", false, LIST(french_empty) },
	{ "fr", true, LIST(french_weak) },
};
const size_t plain_count = sizeof(plain_lists) / sizeof(plain_lists[0]);

static int
compare(const void *key, const void *entry)
{

	return (strcmp(key, *(const char *const *)entry));
}

enum plainness
plain_find(struct str lang, const char *word)
{

	for (size_t i = 0; i < plain_count; i++)
		if (str_starts(lang, str_of(plain_lists[i].lang)) &&
		    bsearch(word, plain_lists[i].words, plain_lists[i].n,
			sizeof(char *), compare) != NULL)
			return (plain_lists[i].weak ? PLAIN_WEAK : PLAIN_EMPTY);
	return (PLAIN_NOT);
}
