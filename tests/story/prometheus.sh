#!/bin/sh
# The alert rules that are installed: promtool takes them, they fire when they
# should and only then, and what they ask about is in /metrics.
. "$EARSHOT_SRC/tests/story/lib.sh"
command -v python3 >/dev/null || skip_all 'python3 is missing'
rules=$EARSHOT_SRC/systemd/prometheus/earshot.rules.yml

one_feed 3
write_conf
printf '[metrics]\ntextfile = earshot.prom\n' >>"$conf"
start_daemon
check 'the daemon writes its metrics' \
    wait_for 30 grep -q '^earshot_feeds{' "$work/earshot.prom"
check 'there are alerts' [ "$(grep -c '^ *- alert:' "$rules")" -ge 10 ]
# With its label: a status or an outcome that is not there never fires.
grep '^ *#' -v "$rules" |
    grep -o 'earshot_[a-z_]*\({[a-z]*="[a-z]*"}\)\?' | sort -u >"$work/asked"
check 'they ask about something' [ -s "$work/asked" ]
while read -r metric; do
	if grep -qF "$metric" "$work/earshot.prom"; then
		good "$metric is in /metrics"
	else
		bad "$metric is in /metrics"
	fi
done <"$work/asked"
stop_daemon

promtool=$(command -v promtool)
if [ -z "$promtool" ]; then
	skip 'promtool takes them' 'promtool is missing (Debian: prometheus)'
	finish
fi
"$promtool" check rules "$rules" >"$work/out" 2>&1
same 'promtool takes them' "$?" 0
"$promtool" check metrics <"$work/earshot.prom" >"$work/lint" 2>&1
unlike 'and what we write is its text format' "$(cat "$work/lint")" 'error'
cat >"$work/test.yml" <<END
rule_files: ['$rules']
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - {series: 'earshot_build_info{instance="well"}', values: '1x300'}
      - {series: 'earshot_ready{instance="well"}', values: '1x300'}
      - {series: 'earshot_ready{instance="ill"}', values: '1x60 0x240'}
      - {series: 'earshot_configuration_stale{instance="well"}', values: '0x300'}
      - {series: 'earshot_configuration_stale{instance="ill"}', values: '1x300'}
      - {series: 'earshot_start_time_seconds{instance="well",job="e"}', values: '-90000x300'}
      - {series: 'earshot_feeds{instance="well",job="e",status="active"}', values: '5x300'}
      - {series: 'earshot_visits_total{instance="well",job="e",outcome="new"}', values: '0+1x300'}
      - {series: 'earshot_visits_total{instance="well",job="e",outcome="failed"}', values: '0x300'}
      - {series: 'earshot_feeds{instance="well",job="e",status="failing"}', values: '1x300'}
      - {series: 'earshot_start_time_seconds{instance="deaf",job="e"}', values: '-90000x300'}
      - {series: 'earshot_feeds{instance="deaf",job="e",status="active"}', values: '5x300'}
      - {series: 'earshot_visits_total{instance="deaf",job="e",outcome="new"}', values: '9x300'}
      - {series: 'earshot_visits_total{instance="deaf",job="e",outcome="failed"}', values: '0x200 0+2x100'}
      - {series: 'earshot_start_time_seconds{instance="shut",job="e"}', values: '-90000x300'}
      - {series: 'earshot_feeds{instance="shut",job="e",status="active"}', values: '6x300'}
      - {series: 'earshot_feeds{instance="shut",job="e",status="failing"}', values: '3x300'}
      - {series: 'earshot_visits_total{instance="shut",job="e",outcome="new"}', values: '0+9x300'}
      - {series: 'earshot_visits_total{instance="shut",job="e",outcome="failed"}', values: '0x300'}
      - {series: 'earshot_start_time_seconds{instance="proxy",job="e"}', values: '-90000x300'}
      - {series: 'earshot_feeds{instance="proxy",job="e",status="active"}', values: '0x300'}
      - {series: 'earshot_feeds{instance="proxy",job="e",status="failing"}', values: '5x300'}
      - {series: 'earshot_visits_total{instance="proxy",job="e",outcome="new"}', values: '9x300'}
    promql_expr_test:
      - {expr: 'count(ALERTS{alertstate="firing"})', eval_time: 290m,
         exp_samples: [{labels: '{}', value: 6}]}
      - {expr: 'count(ALERTS{instance="well"}) or vector(0)', eval_time: 290m,
         exp_samples: [{labels: '{}', value: 0}]}
      - {expr: 'count by (alertname) (ALERTS{instance="ill"})', eval_time: 290m,
         exp_samples: [{labels: '{alertname="EarshotNotReady"}', value: 1},
          {labels: '{alertname="EarshotConfigurationStale"}', value: 1}]}
      - {expr: 'count by (alertname) (ALERTS{instance="deaf"})', eval_time: 290m,
         exp_samples: [{labels: '{alertname="EarshotHearsNothing"}', value: 1}]}
      - {expr: 'count by (alertname) (ALERTS{instance="shut"})', eval_time: 290m,
         exp_samples: [{labels: '{alertname="EarshotFeedsFail"}', value: 1}]}
      - {expr: 'count by (alertname) (ALERTS{instance="proxy"})', eval_time: 290m,
         exp_samples: [{labels: '{alertname="EarshotHearsNothing"}', value: 1},
          {labels: '{alertname="EarshotFeedsFail"}', value: 1}]}
  - interval: 1m
    input_series:
      - {series: 'earshot_build_info{instance="a"}', values: '1x60'}
      - {series: 'node_textfile_mtime_seconds{instance="a",file="/d/earshot.prom"}', values: '0+60x60'}
      - {series: 'node_textfile_mtime_seconds{instance="b",file="/d/earshot.prom"}', values: '0+60x10 600x50'}
    promql_expr_test:
      - {expr: 'count by (alertname, instance) (ALERTS{alertstate="firing"})', eval_time: 50m,
         exp_samples: [{labels: '{alertname="EarshotTextfileOld",instance="b"}', value: 1}]}
  - interval: 1m
    input_series:
      - {series: 'up{job="earshot",instance="a"}', values: '1x20'}
      - {series: 'up{job="earshot",instance="b"}', values: '1x2 0x18'}
      - {series: 'earshot_build_info{instance="a"}', values: '1x20'}
    promql_expr_test:
      - {expr: 'count by (alertname, instance) (ALERTS{alertstate="firing"})', eval_time: 10m,
         exp_samples: [{labels: '{alertname="EarshotGone",instance="b"}', value: 1}]}
  - interval: 1m
    input_series:
      - {series: 'up{job="earshot",instance="a"}', values: '0x20'}
    promql_expr_test:
      - {expr: 'count by (alertname, instance) (ALERTS{alertstate="firing"})', eval_time: 10m,
         exp_samples: [{labels: '{alertname="EarshotGone",instance="a"}', value: 1}]}
  - interval: 1m
    input_series:
      - {series: 'other', values: '1x20'}
    promql_expr_test:
      - {expr: 'count by (alertname) (ALERTS{alertstate="firing"})', eval_time: 10m,
         exp_samples: [{labels: '{alertname="EarshotGone"}', value: 1}]}
END
"$promtool" test rules "$work/test.yml" >"$work/out" 2>&1
same 'they fire when they should, and only then' "$?" 0
[ $failed -eq 0 ] || note "$(cat "$work/out")"
finish
