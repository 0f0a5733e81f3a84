# Probes that configure.ac repeats.  Each adds to a variable what the compiler
# or the system has, and leaves out quietly what it has not.

# EARSHOT_CC_FLAGS(VARIABLE, FLAGS): those that the compiler takes without a
# word.  -Werror makes clang refuse what it would only remark on.
AC_DEFUN([EARSHOT_CC_FLAGS], [
for earshot_flag in m4_normalize([$2]); do
	AC_MSG_CHECKING([whether $CC takes $earshot_flag])
	earshot_save_CFLAGS=$CFLAGS
	CFLAGS="$CFLAGS -Werror $earshot_flag"
	AC_COMPILE_IFELSE([AC_LANG_SOURCE([[int main(void) { return 0; }]])],
		[AC_MSG_RESULT([yes]); $1="$$1 $earshot_flag"],
		[AC_MSG_RESULT([no])])
	CFLAGS=$earshot_save_CFLAGS
done
])

# EARSHOT_LD_FLAGS(VARIABLE, FLAGS): the same for the linker.
AC_DEFUN([EARSHOT_LD_FLAGS], [
for earshot_flag in m4_normalize([$2]); do
	AC_MSG_CHECKING([whether the linker takes $earshot_flag])
	earshot_save_LDFLAGS=$LDFLAGS
	LDFLAGS="$LDFLAGS -Werror $earshot_flag"
	AC_LINK_IFELSE([AC_LANG_SOURCE([[int main(void) { return 0; }]])],
		[AC_MSG_RESULT([yes]); $1="$$1 $earshot_flag"],
		[AC_MSG_RESULT([no])])
	LDFLAGS=$earshot_save_LDFLAGS
done
])

# EARSHOT_MISSING(LIBRARY, DEBIAN-PACKAGE): remembered, so that one message at
# the end names everything that is missing.
AC_DEFUN([EARSHOT_MISSING], [
earshot_missing="$earshot_missing
    $1 (Debian: $2)"
])

# EARSHOT_PKG(PREFIX, PKG-CONFIG-MODULES, DEBIAN-PACKAGE): the first module's
# version also goes to the bill of materials.
AC_DEFUN([EARSHOT_PKG], [
PKG_CHECK_MODULES([$1], [$2], [
	EARSHOT_CFLAGS="$EARSHOT_CFLAGS $$1_CFLAGS"
	EARSHOT_LIBS="$EARSHOT_LIBS $$1_LIBS"
	earshot_module=`echo '$2' | sed 's/ .*//'`
	EARSHOT_SBOM="$EARSHOT_SBOM $earshot_module=`$PKG_CONFIG --modversion $earshot_module`"
], [EARSHOT_MISSING([$2], [$3])])
])
