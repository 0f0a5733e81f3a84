# Somebody who reads an old state of the database, from hold until let_go:
# ${holder}.
hold() {
	rm -f "$work/hold"
	mkfifo "$work/hold"
	sqlite3 -batch -readonly "$db" <"$work/hold" >"$work/held" 2>&1 &
	holder=$!
	pids="$pids $holder"
	exec 3>"$work/hold"
	echo 'begin; select count(*) > 0 from post;' >&3
	check 'somebody begins to read' wait_for 10 grep -qx 1 "$work/held"
}

let_go() {
	echo 'commit;' >&3
	exec 3>&-
	wait_for 10 gone "$holder"
}
