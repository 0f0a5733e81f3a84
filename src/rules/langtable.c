/*
 * The tables of lang.h.  Words that several languages share may stand in each
 * row: then each of them gets its part of the vote.
 */
#include "langtable.h"

const struct lang_row lang_rows[LANGUAGES] = {
	[L_EN] = { "en",
	    "a the and of to in is it that for you was with on are this be "
	    "have not but they my your from we can will would there what if "
	    "when has just i'm it's don't can't i me so do does did an been "
	    "were which who how why should could their our its any please "
	    "after than then them about as at by no or he she his her him "
	    "had all more out up now only some very too also because even "
	    "never still doesn't isn't won't i've that's you're get got make "
	    "these those here where again into over under between within "
	    "without while until via",
	    "good great nice bad best worst love like hate thanks thank need "
	    "needs want wants help hey wow yes yeah new old use used using "
	    "time day days night room rooms staff food breakfast location "
	    "place hotel walk walking friendly clean comfortable stay stayed "
	    "work works working update fix crash phone user users game play "
	    "happy free minutes add allow change better easy fast slow often "
	    "always other next first last few many much lots lot little "
	    "every each everything something nothing awful horrible amazing "
	    "awesome terrible perfect lovely busy fun big small unfortunately "
	    "highly around close near away back down off own same such two "
	    "three check follow feature features support please simply" },
	[L_ES] = { "es",
	    "el la los las de que y en un una es por con no para se lo su "
	    "como más pero sus le ya o fue este ha sí porque esta son está "
	    "muy sin sobre también me hasta hay donde quien desde todo nos "
	    "ni tiene del al mi yo era cuando nada estoy eso muy hola a te "
	    "has he ser puede hace bien ese aquí gracias mas cada todos todas "
	    "toda otro otra otros otras están tambien esto eran fueron tenía "
	    "estaba estuvo unos unas además dos tres ahora mis tus nuestra "
	    "nuestro siempre nunca asi así casi solo sólo poco mucho muchas "
	    "muchos algo entre según durante aunque pues después",
	    "buen buena bueno buenas buenos mejor peor malo mala grande "
	    "pequeño pequeña excelente excelentes genial bonito bonita "
	    "habitación habitacion habitaciones baño baños cama camas "
	    "desayuno comida cena servicio servicios ubicación ubicacion "
	    "personal atención atencion limpieza limpio limpia limpias "
	    "cómodo cómoda comodo comoda amable amables precio calidad ruido "
	    "zona piscina ropa noche noches días tiempo lugar mundo gente "
	    "aplicación aplicacion juego juegos mensajes móvil pantalla "
	    "actualización versión funciona falta falto agua vista vistas "
	    "recomendable recomiendo encanta gusta gustó quiero quiere hacer "
	    "poder podría podrían deberían favor error igual super súper "
	    "tranquilo familia amplia amplio trato bastante demasiado" },
	[L_FR] = { "fr",
	    "le la les de des et à un une est que en du pour qui dans pas "
	    "sur au avec ce il je ne se par plus mais nous vous ou cette son "
	    "sont elle très été mon c'est j'ai n'est ma ont aux être fait "
	    "bien tout comme sans ils leur y donc trop a on as si merci ça "
	    "cela aussi qu'il qu'on d'un d'une peut me te mes ses nos vos "
	    "votre notre avait était étaient avons avez faire peu toujours "
	    "jamais depuis même tous toute toutes encore alors quand autre "
	    "autres après avant chez entre sous car rien non oui ces tres "
	    "n'y s'est quelques plusieurs beaucoup assez dommage rapport",
	    "bon bonne bons bonnes mauvais meilleur grand grande grands "
	    "petit petite petits chambre chambres lit lits literie salle "
	    "bain bains eau personnel accueil hôtel emplacement déjeuner "
	    "dejeuner petit-déjeuner cadre calme propre confortable agréable "
	    "agreable sympathique sympa qualité prix proximité gare ville "
	    "séjour bruit vue jeu jeux mise jour application téléphone "
	    "magnifique super superbe parfait parfaite excellente génial "
	    "fonctionne marche manque conseil recommande recommandé adore "
	    "aucun aucune moins très difficile belle beau décoration "
	    "fenêtre insonorisation nuit nuits jours temps monde gens "
	    "français france centre hormis environ située situé bravo" },
	[L_DE] = { "de",
	    "der die das und ist nicht ich ein eine zu den mit es auf für "
	    "im dem sich auch von als wie wir aber bei nach noch nur hat "
	    "war sind kann wenn werden einen oder sehr man mir so aus dass "
	    "mein haben wird keine kein sie in an am was er zum zur vom "
	    "beim einer einem eines mich uns ihr ihre über unter schon dann "
	    "mehr immer wieder hier",
	    "gut gute guter gutes schlecht zimmer frühstück leider danke "
	    "bitte alles nichts freundlich sauber schön lage personal preis "
	    "geht funktioniert spiel handy" },
	[L_IT] = { "it",
	    "il di che è la e un per non una in sono con le mi si lo ma "
	    "del della ho gli nel anche da questo i più come ha se molto "
	    "alla dei al ci perché era c'è delle tutto quando ti a o io me "
	    "nella dal dalla sul sulla negli questa quello stato stata",
	    "buono buona ottimo ottima bello bella camera colazione "
	    "posizione bagno pulita pulito gentile grazie sempre "
	    "personale funziona vicino" },
	[L_PT] = { "pt",
	    "de que o e a do da em um para é com não uma os no se na por "
	    "mais as dos como mas foi ao ele das tem seu sua ou ser quando "
	    "muito há nos já está eu também só pelo pela até isso você meu "
	    "minha são às num numa nem quem esse essa este esta à",
	    "bom boa ótimo ótima bem quarto pequeno-almoço café obrigado "
	    "localização funcionários limpo jogo aplicativo melhor nada" },
	[L_NL] = { "nl",
	    "de het een en van ik te dat die in is niet op aan met als voor "
	    "er maar om hem dan zou of wat mijn dit zo door over ze zich bij "
	    "ook tot je mij uit naar heb heeft geen deze wordt kan zijn wel "
	    "nog hebben was",
	    "goed goede kamer ontbijt mooi heel erg vriendelijk leuk" },
	[L_SV] = { "sv",
	    "och att det i en jag är som på för med av inte den till har de "
	    "ett om men var så sig från vi kan nu man när hade mycket eller "
	    "mitt mig an under",
	    "bra rum frukost tack fin trevlig" },
	[L_DA] = { "da",
	    "og i at det er en til på som med af for jeg ikke der den har "
	    "de et om vi kan men var så sig fra når hvor meget eller mig "
	    "noget",
	    "godt god værelse morgenmad tak" },
	[L_PL] = { "pl",
	    "i w nie na to się z do że jest jak o po ale co za od tak czy "
	    "przez tylko mnie dla jestem już był było może bardzo są mam a "
	    "by on",
	    "dobry dobra dobre hotel pokój śniadanie polecam dzięki" },
	[L_TR] = { "tr",
	    "bir ve bu da de için çok ne ama var ben gibi daha ile kadar "
	    "değil mi o sonra ki her yok",
	    "güzel iyi oda teşekkürler" },
	[L_ID] = { "id",
	    "yang dan di ini itu dengan untuk tidak dari dalam akan pada "
	    "saya juga bisa ada sudah karena atau sangat kita",
	    "bagus baik kamar terima kasih" },
};

const struct lang_sign lang_signs[] = {
	/* letters */
	{ "ñ", SIGN_INSIDE, { { L_ES, 9 } } },
	{ "ó", SIGN_INSIDE, { { L_ES, 6 }, { L_PT, 2 }, { L_PL, 2 } } },
	{ "í", SIGN_INSIDE, { { L_ES, 6 }, { L_PT, 3 } } },
	{ "á", SIGN_INSIDE, { { L_ES, 5 }, { L_PT, 4 } } },
	{ "ú", SIGN_INSIDE, { { L_ES, 6 }, { L_PT, 3 } } },
	{ "é", SIGN_INSIDE, { { L_FR, 6 }, { L_ES, 2 }, { L_PT, 2 } } },
	{ "è", SIGN_INSIDE, { { L_FR, 8 }, { L_IT, 3 } } },
	{ "ê", SIGN_INSIDE, { { L_FR, 7 }, { L_PT, 4 } } },
	{ "ë", SIGN_INSIDE, { { L_FR, 4 }, { L_NL, 4 } } },
	{ "î", SIGN_INSIDE, { { L_FR, 9 } } },
	{ "ï", SIGN_INSIDE, { { L_FR, 6 }, { L_NL, 3 } } },
	{ "ô", SIGN_INSIDE, { { L_FR, 8 }, { L_PT, 3 } } },
	{ "û", SIGN_INSIDE, { { L_FR, 9 } } },
	{ "ù", SIGN_INSIDE, { { L_FR, 5 }, { L_IT, 5 } } },
	{ "à", SIGN_INSIDE, { { L_FR, 5 }, { L_IT, 5 }, { L_PT, 2 } } },
	{ "ç", SIGN_INSIDE, { { L_FR, 5 }, { L_PT, 5 }, { L_TR, 4 } } },
	{ "œ", SIGN_INSIDE, { { L_FR, 9 } } },
	{ "ã", SIGN_INSIDE, { { L_PT, 10 } } },
	{ "õ", SIGN_INSIDE, { { L_PT, 10 } } },
	{ "ß", SIGN_INSIDE, { { L_DE, 10 } } },
	{ "ü", SIGN_INSIDE, { { L_DE, 7 }, { L_TR, 4 } } },
	{ "ä", SIGN_INSIDE, { { L_DE, 6 }, { L_SV, 5 } } },
	{ "ö", SIGN_INSIDE, { { L_DE, 5 }, { L_SV, 5 }, { L_TR, 4 } } },
	{ "å", SIGN_INSIDE, { { L_SV, 6 }, { L_DA, 6 } } },
	{ "ø", SIGN_INSIDE, { { L_DA, 10 } } },
	{ "æ", SIGN_INSIDE, { { L_DA, 9 } } },
	{ "ł", SIGN_INSIDE, { { L_PL, 10 } } },
	{ "ą", SIGN_INSIDE, { { L_PL, 10 } } },
	{ "ę", SIGN_INSIDE, { { L_PL, 10 } } },
	{ "ś", SIGN_INSIDE, { { L_PL, 10 } } },
	{ "ż", SIGN_INSIDE, { { L_PL, 10 } } },
	{ "ğ", SIGN_INSIDE, { { L_TR, 10 } } },
	{ "ş", SIGN_INSIDE, { { L_TR, 10 } } },
	{ "ı", SIGN_INSIDE, { { L_TR, 10 } } },
	/* Spanish */
	{ "cion", SIGN_END, { { L_ES, 9 } } },
	{ "ciones", SIGN_END, { { L_ES, 10 } } },
	{ "¿", SIGN_START, { { L_ES, 10 } } },
	{ "¡", SIGN_START, { { L_ES, 10 } } },
	{ "iendo", SIGN_END, { { L_ES, 8 } } },
	{ "ando", SIGN_END, { { L_ES, 5 }, { L_IT, 4 }, { L_PT, 5 } } },
	{ "idad", SIGN_END, { { L_ES, 9 } } },
	{ "idades", SIGN_END, { { L_ES, 6 }, { L_PT, 4 } } },
	{ "amente", SIGN_END, { { L_ES, 4 }, { L_IT, 4 }, { L_PT, 4 } } },
	{ "almente", SIGN_END, { { L_ES, 4 }, { L_IT, 3 }, { L_PT, 4 } } },
	{ "ado", SIGN_END, { { L_ES, 5 }, { L_PT, 4 } } },
	{ "ada", SIGN_END, { { L_ES, 5 }, { L_PT, 4 } } },
	{ "ados", SIGN_END, { { L_ES, 5 }, { L_PT, 4 } } },
	{ "adas", SIGN_END, { { L_ES, 5 }, { L_PT, 4 } } },
	{ "ido", SIGN_END, { { L_ES, 5 }, { L_PT, 4 } } },
	{ "ísimo", SIGN_END, { { L_ES, 9 } } },
	{ "isimo", SIGN_END, { { L_ES, 8 } } },
	{ "isima", SIGN_END, { { L_ES, 8 } } },
	{ "ero", SIGN_END, { { L_ES, 3 }, { L_IT, 2 }, { L_PT, 2 } } },
	{ "oso", SIGN_END, { { L_ES, 4 }, { L_IT, 4 }, { L_PT, 3 } } },
	{ "osa", SIGN_END, { { L_ES, 4 }, { L_IT, 4 }, { L_PT, 3 } } },
	{ "miento", SIGN_END, { { L_ES, 10 } } },
	{ "les", SIGN_END, { { L_ES, 2 }, { L_FR, 2 }, { L_EN, 1 } } },
	{ "os", SIGN_END, { { L_ES, 3 }, { L_PT, 3 } } },
	{ "as", SIGN_END, { { L_ES, 3 }, { L_PT, 3 } } },
	/* French */
	{ "ement", SIGN_END, { { L_FR, 5 } } },
	{ "ique", SIGN_END, { { L_FR, 8 } } },
	{ "iques", SIGN_END, { { L_FR, 9 } } },
	{ "eux", SIGN_END, { { L_FR, 9 } } },
	{ "euse", SIGN_END, { { L_FR, 9 } } },
	{ "eau", SIGN_END, { { L_FR, 8 } } },
	{ "eaux", SIGN_END, { { L_FR, 9 } } },
	{ "aux", SIGN_END, { { L_FR, 8 } } },
	{ "elle", SIGN_END, { { L_FR, 5 }, { L_IT, 2 } } },
	{ "ette", SIGN_END, { { L_FR, 6 }, { L_IT, 2 } } },
	{ "ille", SIGN_END, { { L_FR, 5 } } },
	{ "aire", SIGN_END, { { L_FR, 6 } } },
	{ "oire", SIGN_END, { { L_FR, 8 } } },
	{ "eur", SIGN_END, { { L_FR, 6 } } },
	{ "eurs", SIGN_END, { { L_FR, 7 } } },
	{ "ée", SIGN_END, { { L_FR, 6 } } },
	{ "ées", SIGN_END, { { L_FR, 6 } } },
	{ "és", SIGN_END, { { L_FR, 4 } } },
	{ "ait", SIGN_END, { { L_FR, 5 } } },
	{ "aient", SIGN_END, { { L_FR, 9 } } },
	{ "ez", SIGN_END, { { L_FR, 5 }, { L_ES, 1 } } },
	{ "age", SIGN_END, { { L_FR, 2 }, { L_EN, 2 } } },
	{ "ible", SIGN_END, { { L_FR, 2 }, { L_EN, 2 }, { L_ES, 2 } } },
	{ "able", SIGN_END, { { L_FR, 2 }, { L_EN, 2 }, { L_ES, 2 } } },
	{ "ant", SIGN_END, { { L_FR, 3 }, { L_EN, 2 } } },
	{ "ance", SIGN_END, { { L_FR, 3 }, { L_EN, 3 } } },
	{ "ier", SIGN_END, { { L_FR, 4 } } },
	{ "ière", SIGN_END, { { L_FR, 6 } } },
	{ "l'", SIGN_START, { { L_FR, 7 }, { L_IT, 4 } } },
	{ "d'", SIGN_START, { { L_FR, 8 }, { L_IT, 2 } } },
	{ "j'", SIGN_START, { { L_FR, 10 } } },
	{ "n'", SIGN_START, { { L_FR, 8 } } },
	{ "s'", SIGN_START, { { L_FR, 8 } } },
	{ "m'", SIGN_START, { { L_FR, 7 } } },
	{ "c'", SIGN_START, { { L_FR, 7 }, { L_IT, 3 } } },
	{ "qu'", SIGN_START, { { L_FR, 10 } } },
	/* English */
	{ "ing", SIGN_END, { { L_EN, 6 } } },
	{ "ed", SIGN_END, { { L_EN, 5 } } },
	{ "ly", SIGN_END, { { L_EN, 7 } } },
	{ "tion", SIGN_END, { { L_EN, 3 }, { L_FR, 3 } } },
	{ "tions", SIGN_END, { { L_EN, 3 }, { L_FR, 3 } } },
	{ "ness", SIGN_END, { { L_EN, 9 } } },
	{ "ful", SIGN_END, { { L_EN, 8 } } },
	{ "less", SIGN_END, { { L_EN, 8 } } },
	{ "ght", SIGN_END, { { L_EN, 9 } } },
	{ "ity", SIGN_END, { { L_EN, 8 } } },
	{ "ies", SIGN_END, { { L_EN, 5 }, { L_FR, 1 } } },
	{ "er", SIGN_END, { { L_EN, 2 }, { L_FR, 2 }, { L_DE, 2 } } },
	{ "ers", SIGN_END, { { L_EN, 4 }, { L_FR, 2 } } },
	{ "n't", SIGN_END, { { L_EN, 10 } } },
	{ "'s", SIGN_END, { { L_EN, 6 } } },
	{ "'re", SIGN_END, { { L_EN, 10 } } },
	{ "'ve", SIGN_END, { { L_EN, 10 } } },
	{ "'ll", SIGN_END, { { L_EN, 10 } } },
	{ "wh", SIGN_START, { { L_EN, 8 } } },
	{ "th", SIGN_START, { { L_EN, 5 } } },
	{ "sh", SIGN_START, { { L_EN, 5 } } },
	{ "kn", SIGN_START, { { L_EN, 3 }, { L_DE, 2 }, { L_NL, 2 } } },
	{ "ck", SIGN_END, { { L_EN, 4 }, { L_DE, 1 } } },
	{ "ow", SIGN_END, { { L_EN, 5 } } },
	{ "ay", SIGN_END, { { L_EN, 4 } } },
	{ "ey", SIGN_END, { { L_EN, 4 } } },
	{ "ry", SIGN_END, { { L_EN, 4 } } },
	{ "ee", SIGN_INSIDE, { { L_EN, 3 }, { L_NL, 3 } } },
	{ "oo", SIGN_INSIDE, { { L_EN, 3 }, { L_NL, 3 } } },
	/* others */
	{ "ung", SIGN_END, { { L_DE, 8 } } },
	{ "keit", SIGN_END, { { L_DE, 10 } } },
	{ "lich", SIGN_END, { { L_DE, 10 } } },
	{ "isch", SIGN_END, { { L_DE, 10 } } },
	{ "sch", SIGN_INSIDE, { { L_DE, 6 }, { L_NL, 3 } } },
	{ "cht", SIGN_END, { { L_DE, 7 }, { L_NL, 3 } } },
	{ "zione", SIGN_END, { { L_IT, 10 } } },
	{ "zioni", SIGN_END, { { L_IT, 10 } } },
	{ "issimo", SIGN_END, { { L_IT, 10 } } },
	{ "issima", SIGN_END, { { L_IT, 10 } } },
	{ "tto", SIGN_END, { { L_IT, 6 } } },
	{ "tta", SIGN_END, { { L_IT, 6 } } },
	{ "lla", SIGN_END, { { L_ES, 3 }, { L_IT, 4 } } },
	{ "gli", SIGN_INSIDE, { { L_IT, 5 } } },
	{ "ção", SIGN_END, { { L_PT, 10 } } },
	{ "dade", SIGN_END, { { L_PT, 9 } } },
	{ "inho", SIGN_END, { { L_PT, 10 } } },
	{ "inha", SIGN_END, { { L_PT, 9 } } },
	{ "nh", SIGN_INSIDE, { { L_PT, 4 } } },
	{ "lijk", SIGN_END, { { L_NL, 10 } } },
	{ "heid", SIGN_END, { { L_NL, 10 } } },
	{ "ooi", SIGN_INSIDE, { { L_NL, 8 } } },
	{ "aa", SIGN_INSIDE, { { L_NL, 5 } } },
	{ "ij", SIGN_INSIDE, { { L_NL, 6 } } },
	{ "sz", SIGN_INSIDE, { { L_PL, 7 } } },
	{ "cz", SIGN_INSIDE, { { L_PL, 7 } } },
	{ "rz", SIGN_INSIDE, { { L_PL, 6 } } },
};

const unsigned lang_nsigns = sizeof(lang_signs) / sizeof(lang_signs[0]);
