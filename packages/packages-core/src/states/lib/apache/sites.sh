# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# shellcheck disable=SC2016 # it is awk's
# Apache's sites and ports, judged against a default site on a port. They are read as mp_apache_dump prints them.

mp_apache_own_site=/etc/apache2/sites-enabled/000-milepost.conf
mp_apache_own_listen=/etc/apache2/conf-enabled/milepost-listen.conf

# awk functions: `split_address(TEXT)` sets `host` ("*" for every address) and `port` (0 for every one); `host_of(TEXT)` is without quotes.
mp_apache_addresses='
function split_address(text) {
  host = text; port = 0
  if (match(text, /:(\*|[0-9]+)$/)) { host = substr(text, 1, RSTART - 1); port = substr(text, RSTART + 1) + 0 }
  else if (text ~ /^[0-9]+$/) { host = "*"; port = text + 0 }
  if (tolower(host) == "_default_" || host == "0.0.0.0" || host == "[::]") host = "*"
}
function words_of(text,   n, i) {
  sub(/^<?[^ \t]+[ \t]*/, "", text); sub(/>$/, "", text); gsub(/"/, "", text)
  return split(text, words, /[ \t]+/)
}
'

# PORT SKIP: of a configuration on stdin, prints the places of the sites on that port. Those of Milepost, and the file SKIP, do not count.
mp_apache_sites_on() {
  LC_ALL=C awk -F '\t' -v wanted="$1" -v skip="$2" -v ours="$mp_apache_own_site" "$mp_apache_addresses"'
    tolower($3) !~ /^<virtualhost / || $1 == ours || $1 == skip { next }
    {
      n = words_of($3)
      for (i = 1; i <= n; i++) { split_address(words[i]); if (port == wanted || port == 0) { print $1 ", line " $2; next } }
    }'
}

# PORT: of a configuration on stdin, prints the place of a line by which Apache listens on that port of every address, but for that of Milepost.
mp_apache_listens_on() {
  LC_ALL=C awk -F '\t' -v wanted="$1" -v ours="$mp_apache_own_listen" "$mp_apache_addresses"'
    tolower($3) !~ /^listen / || $1 == ours { next }
    { words_of($3); split_address(words[1]); if (port == wanted && host == "*") { print $1 ", line " $2; exit } }'
}

# Judges every site and every line that says Listen. Prints lines of fields separated by tabs: `blocked SENTENCE`; `changes SENTENCE`; `port PORT
# PLACE`, another port that Apache is going to open.
mp_apache_sites_program='
function blocked(sentence) { print "blocked\t" sentence }
function place() { return $1 ", line " $2 }
function claims(name) {
  if (name !~ /^[A-Za-z0-9.*?_-]+$/) return 0
  gsub(/[.]/, "[.]", name); gsub(/[*]/, ".*", name); gsub(/[?]/, ".", name)
  return "127.0.0.1" ~ ("^" name "$")
}
{ directive = tolower($3); sub(/[ \t].*/, "", directive) }
directive == "<virtualhost" {
  site = 0
  if ($1 == skip) { skipped = 1; next }
  if ($1 == ours) { held = 1; next }
  n = words_of($3)
  for (i = 1; i <= n; i++) {
    split_address(words[i])
    if (port != wanted && port != 0) continue
    if (host != "*") { blocked("The site in " place() ", answers on " words[i] ", where the default page would not be reached: choose another port."); continue }
    if (!site) { site = ++sites; where[site] = place(); early[site] = held ? 0 : ($1 < ours || $1 !~ /\/sites-enabled\//) }
  }
  inside = 1; next
}
directive == "</virtualhost>" { site = inside = 0; next }
site && (directive == "servername" || directive == "serveralias") {
  n = words_of($3)
  for (i = 1; i <= n; i++) { if (words[i] ~ /[.]/) named[site] = 1; if (claims(words[i])) claimed[site] = 1 }
}
site && directive == "sslengine" && tolower($3) !~ /[ \t]off$/ { tls[site] = 1 }
!inside && (directive == "documentroot" || directive == "proxypass" || directive == "redirect" || directive == "rewriterule") { main = place() }
directive == "listen" && $1 != ours_listen {
  n = words_of($3); split_address(words[1])
  if (port == 80 && $1 == aside) next
  if (port != wanted) { if (host == "*" && !opens[port]++) print "port\t" port "\t" place(); next }
  if (host != "*") blocked(place() ", makes Apache listen on " words[1] " alone: choose another port, or remove the address there.")
  else if (n > 1 && tolower(words[2]) != "http") blocked(place() ", makes Apache listen on port " wanted " for " words[2] ": choose another port.")
  else listened = place()
}
END {
  for (s = 1; s <= sites; s++) {
    if (tls[s]) blocked("The site in " where[s] ", answers on port " wanted " with TLS: choose another port.")
    else if (claimed[s]) blocked("The site in " where[s] ", answers to the name 127.0.0.1 on port " wanted ": choose another port.")
    else if (early[s]) blocked("The site in " where[s] ", is already the default site on port " wanted ": choose another port.")
    else if (s == 1 && !held) {
      if (named[s]) print "changes\tThe default page answers requests on port " wanted " for names that no site has. So far the site in " where[s] ", does."
      else blocked("The site in " where[s] ", answers all requests on port " wanted " that no other site answers, and would no longer be reached: choose another port, or give it a ServerName.")
    }
  }
  if (listened != "" && !sites && !held && !skipped && (main != "" || shown != ""))
    blocked("Apache answers on port " wanted " without a site, by " (main == "" ? "/var/www/html" : main) ": choose another port.")
}
'

# PORT: prints that in lines KIND TAB SENTENCE of the kinds blocked and changes. Nothing where Apache is not installed.
mp_apache_sites() {
  mp_dump=$(mp_apache_dump)
  [ -n "$mp_dump" ] || return 0
  mp_skip=$(mp_apache_debian_site_to_disable "$1") mp_aside=''
  if [ -z "$(mp_apache_port_80 "$1")" ]; then mp_aside=/etc/apache2/ports.conf; fi
  mp_tab=$(printf '\t')
  printf '%s\n' "$mp_dump" | LC_ALL=C awk -F '\t' -v wanted="$1" -v skip="$mp_skip" -v aside="$mp_aside" -v ours="$mp_apache_own_site" \
    -v ours_listen="$mp_apache_own_listen" -v shown="$(mp_apache_shown | head -n 1)" "$mp_apache_addresses$mp_apache_sites_program" |
    while IFS=$mp_tab read -r mp_kind mp_what mp_more; do
      if [ "$mp_kind" != port ]; then printf '%s\t%s\n' "$mp_kind" "$mp_what"; continue; fi
      mp_holder=$(mp_other_listeners "$mp_what" apache2 any | head -n 1)
      [ -z "$mp_holder" ] ||
        printf 'blocked\t%s\n' "Apache cannot start: $mp_more, makes it listen on port $mp_what, which is in use by $mp_holder. Stop that, or remove the line."
    done
}

# PORT: prints why the default site is not possible, a sentence a line.
mp_apache_sites_in_the_way() {
  mp_found=$(mp_apache_sites "$1") || return
  printf '%s\n' "$mp_found" | sed -n 's/^blocked.//p'
}

# PORT FIELD: findings on whose requests the default site is going to answer.
mp_apache_preview_site() {
  mp_apache_sites "$1" | sed -n 's/^changes.//p' | while IFS= read -r mp_sentence; do mp_finding changes "$mp_sentence" "$2"; done
}

# PORT: does Apache listen there, once: by Milepost's line, or by another one? Apache accepts no configuration that says it twice. What else is
# wrong with a configuration, whoever checks it says.
mp_apache_listens() {
  command -v apache2ctl >/dev/null || return 1
  mp_tested=$(apache2ctl configtest 2>&1) || {
    case $mp_tested in *'multiple Listeners'*) return 1 ;; *) return 0 ;; esac
  }
  if [ -h "$mp_apache_own_listen" ]; then [ -z "$(mp_apache_dump | mp_apache_listens_on "$1")" ]
  else [ -n "$(mp_apache_dump | mp_apache_listens_on "$1")" ]; fi
}

# PORT: brings that about.
mp_apache_listen() {
  rm -f "$mp_apache_own_listen" || return
  [ -n "$(mp_apache_dump | mp_apache_listens_on "$1")" ] || ln -sT ../conf-available/milepost-listen.conf "$mp_apache_own_listen"
}
