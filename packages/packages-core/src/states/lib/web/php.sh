# shellcheck shell=sh
# shellcheck disable=SC2016 # Perl's and PHP's own
# PHP-FPM, asked by FastCGI. By Perl, which every Debian and Ubuntu has.

# SOCKET FILE: what PHP answers for this file, headers first; its errors on stderr.
mp_fastcgi() {
  timeout 10 perl -MIO::Socket::UNIX -e '
    my ($path, $file) = @ARGV;
    sub record { my ($type, $body) = @_; pack("CCnnCC", 1, $type, 1, length $body, 0, 0) . $body }
    sub size { my $n = length shift; $n < 128 ? pack("C", $n) : pack("N", $n | 0x80000000) }
    my $server = IO::Socket::UNIX->new(Peer => $path) or die "Nothing answers on $path: $!.\n";
    my %given = (SCRIPT_FILENAME => $file, REQUEST_METHOD => "GET", SCRIPT_NAME => "/", REQUEST_URI => "/",
      GATEWAY_INTERFACE => "CGI/1.1", SERVER_PROTOCOL => "HTTP/1.1");
    my $given = join "", map { size($_) . size($given{$_}) . $_ . $given{$_} } sort keys %given;
    print $server record(1, pack("nCx5", 1, 0)), record(4, $given), record(4, ""), record(5, "");
    $server->flush;
    while (read($server, my $head, 8) == 8) {
      my (undef, $type, undef, $length, $padding) = unpack("CCnnC", $head);
      read($server, my $body, $length) == $length or die "The answer was cut off.\n" if $length;
      read($server, my $rest, $padding) if $padding;
      print $body if $type == 6 && $length;
      print STDERR $body if $type == 7 && $length;
      last if $type == 3;
    }' "$1" "$2"
}

# SETTING=VALUE...: a file of PHP that prints a blank line, its version, the extensions it has loaded, and these settings as they are.
mp_php_question() {
  printf '%s\n' '<?php echo "\n", implode(".", array_slice(explode(".", PHP_VERSION), 0, 2)), "\n", strtolower(implode("\n", get_loaded_extensions())), "\n";'
  for mp_php_wanted; do
    mp_php_name=${mp_php_wanted%%=*}
    case $mp_php_wanted in *=*) printf 'echo "%s=", ini_get("%s"), "\\n";\n' "$mp_php_name" "$mp_php_name" ;; esac
  done
}

# SOCKET VERSION MODULE|SETTING=VALUE...: prints what is not as it should be, a sentence a line.
mp_php_lacks() {
  mp_php_socket=$1 mp_php_version=$2
  shift 2
  mp_php_folder=$(mktemp -d /run/milepost-php.XXXXXX) || return
  chmod 755 "$mp_php_folder"
  mp_php_question "$@" >"$mp_php_folder/ask.php"
  chmod 644 "$mp_php_folder/ask.php"
  mp_php_says=$(mp_fastcgi "$mp_php_socket" "$mp_php_folder/ask.php" 2>&1 | tr -d '\r' | sed '/^X-Powered-By:/d; /^Content-type:/d; /^$/d')
  rm -rf "$mp_php_folder"
  # It answers, and may not read a file of ours. To lift that for a request would lift it for later ones of the same process.
  case $mp_php_says in *'open_basedir restriction in effect'*) return ;; esac
  mp_php_is=$(printf '%s\n' "$mp_php_says" | head -n 1)
  [ "$mp_php_is" = "$mp_php_version" ] || {
    echo "PHP $mp_php_version does not answer on $mp_php_socket: $(printf %s "$mp_php_says" | head -n 3 | tr '\n' ' ')"
    return
  }
  for mp_php_module; do
    # What a package brings is not always called so: mysql brings mysqli, and opcache is a Zend extension.
    case $mp_php_module in
      fpm | cli | common) continue ;;
      *=*)
        printf '%s\n' "$mp_php_says" | grep -qxF "$mp_php_module" ||
          echo "PHP $mp_php_version runs with $(printf '%s\n' "$mp_php_says" | grep -F "${mp_php_module%%=*}=" | head -n 1), not with $mp_php_module. Look for another place that sets it, such as a pool."
        continue
        ;;
      mysql) mp_php_name=mysqli ;;
      sqlite3) mp_php_name=pdo_sqlite ;;
      sybase) mp_php_name=pdo_dblib ;;
      opcache) mp_php_name='zend opcache' ;;
      *) mp_php_name=$mp_php_module ;;
    esac
    printf '%s\n' "$mp_php_says" | grep -qxF "$mp_php_name" || echo "PHP $mp_php_version has not loaded $mp_php_module."
  done
}

# SETTING INI: prints the number of the last line that sets it; nothing where none does.
mp_php_line_of() {
  awk -v name="$1" -F= '{ given = $1; sub(/[ \t]+$/, "", given); if (given == name) line = NR } END { if (line) print line }' "$2" 2>/dev/null
}

# PHP counts the end of a line to the next one.
mp_php_counted() {
  awk '/unexpected END_OF_LINE/ { line = $NF; sub(/[0-9]+$/, line - 1) } { print }'
}

# VERSION INI: does PHP-FPM accept its pools, and PHP the settings in this file? Prints what it says otherwise, with file and line.
mp_php_accepts() {
  mp_php_says=$("php-fpm$1" --test 2>&1) || {
    printf '%s\n' "$mp_php_says"
    return 1
  }
  mp_php_wrong=$(
    printf '%s\n' "$mp_php_says" | grep -F " in $2 on line " | mp_php_counted
    # A value that PHP does not take is named without its place.
    printf '%s\n' "$mp_php_says" | sed -n 's/.*PHP Warning:  \(PHP Startup: \)\{0,1\}\(Invalid "\{0,1\}\([a-z0-9_.]*\)"\{0,1\} .*\) in Unknown on line 0$/\3 \2/p' |
      while read -r mp_php_name mp_php_what; do
        mp_php_line=$(mp_php_line_of "$mp_php_name" "$2")
        [ -z "$mp_php_line" ] || echo "PHP:  $mp_php_what in $2 on line $mp_php_line"
      done
  )
  [ -n "$mp_php_wrong" ] || return 0
  printf '%s\n' "$mp_php_wrong"
  return 1
}

# VERSION SOCKET: why the pool www is not the one that answers on this socket; nothing where it is, or where there are no pools yet.
mp_php_pool_elsewhere() {
  mp_php_pools=/etc/php/$1/fpm/pool.d
  if ! [ -d "$mp_php_pools" ] || ! command -v "php-fpm$1" >/dev/null; then return 0; fi
  mp_php_listens=$(cat "$mp_php_pools"/*.conf 2>/dev/null | awk '
    /^[ \t]*\[/ { www = ($0 ~ /^[ \t]*\[www\]/) }
    www && /^[ \t]*listen[ \t]*=/ { sub(/^[^=]*=[ \t]*/, ""); sub(/[ \t]*(;.*)?$/, ""); print }' | tail -n 1)
  case $mp_php_listens in
    "$2" | "/var$2") ;;
    '') echo "There is no pool www in $mp_php_pools, for which Milepost would set the size. Add one that listens on $2." ;;
    *) echo "The pool www in $mp_php_pools listens on $mp_php_listens. Change it to $2, or rename the pool and add one that does." ;;
  esac
}
