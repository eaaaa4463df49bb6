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

# SOCKET VERSION MODULE...: prints what is not as it should be, a sentence a line.
mp_php_lacks() {
  mp_php_socket=$1 mp_php_version=$2
  shift 2
  mp_php_folder=$(mktemp -d /run/milepost-php.XXXXXX) || return
  chmod 755 "$mp_php_folder"
  printf '%s\n' '<?php echo "\n", PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION, "\n", strtolower(implode("\n", get_loaded_extensions())), "\n";' \
    >"$mp_php_folder/ask.php"
  chmod 644 "$mp_php_folder/ask.php"
  mp_php_says=$(mp_fastcgi "$mp_php_socket" "$mp_php_folder/ask.php" 2>&1 | tr -d '\r' | sed '/^X-Powered-By:/d; /^Content-type:/d; /^$/d')
  rm -rf "$mp_php_folder"
  mp_php_is=$(printf '%s\n' "$mp_php_says" | head -n 1)
  [ "$mp_php_is" = "$mp_php_version" ] || {
    echo "PHP $mp_php_version does not answer on $mp_php_socket: $(printf %s "$mp_php_says" | head -n 3 | tr '\n' ' ')"
    return
  }
  for mp_php_module; do
    # What a package brings is not always called so: mysql brings mysqli, and opcache is a Zend extension.
    case $mp_php_module in
      fpm | cli | common) continue ;;
      mysql) mp_php_name=mysqli ;;
      sqlite3) mp_php_name=pdo_sqlite ;;
      opcache) mp_php_name='zend opcache' ;;
      *) mp_php_name=$mp_php_module ;;
    esac
    printf '%s\n' "$mp_php_says" | grep -qxF "$mp_php_name" || echo "PHP $mp_php_version has not loaded $mp_php_module."
  done
}
