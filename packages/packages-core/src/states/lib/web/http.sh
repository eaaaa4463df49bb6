# shellcheck shell=sh
# shellcheck disable=SC2016 # bash's own
# Requests to web servers. By bash's /dev/tcp, for bash is on every Debian and Ubuntu and curl is not; https by curl or openssl.

# SCHEME HOST ADDRESS PORT PATH CERTIFICATE: prints the whole answer. CERTIFICATE is "any" where every one will do.
mp_http_get() {
  case $1 in
    http)
      timeout 10 bash -c 'exec 3<>"/dev/tcp/$1/$2" && printf "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n" "$4" "$3" >&3 && cat <&3' \
        - "$3" "$4" "$2$(mp_http_port "$4" 80)" "$5" 2>/dev/null
      ;;
    *) if command -v curl >/dev/null; then mp_https_by_curl "$@"; else mp_https_by_openssl "$@"; fi ;;
  esac
}

# PORT DEFAULT: as it stands behind a host's name.
mp_http_port() { [ "$1" = "$2" ] || printf ':%s' "$1"; }

mp_https_by_curl() {
  mp_verify=''
  [ "$6" != any ] || mp_verify=--insecure
  curl -sS -i --http1.1 --noproxy '*' --max-time 10 ${mp_verify:+"$mp_verify"} --connect-to "$2:$4:$3:$4" -- "https://$2:$4$5"
}

mp_https_by_openssl() {
  mp_verify='-verify_return_error'
  [ "$6" != any ] || mp_verify=''
  command -v openssl >/dev/null || {
    echo 'Neither curl nor openssl is installed.' >&2
    return 4
  }
  printf 'GET %s HTTP/1.0\r\nHost: %s\r\n\r\n' "$5" "$2$(mp_http_port "$4" 443)" |
    timeout 10 openssl s_client -quiet -connect "$3:$4" -servername "$2" ${mp_verify:+"$mp_verify" -verify_hostname "$2" -CApath /etc/ssl/certs} 2>/dev/null
}

# An answer on stdin: prints STATUS, and the digest of the body as sha256sum does.
mp_http_summary() {
  read -r _ mp_status _
  echo "$mp_status $(mp_http_body | sha256sum)"
}

# An answer on stdin, or the rest of one: prints what follows its headers.
mp_http_body() { sed '1,/^\r*$/d'; }

# SCHEME HOST ADDRESS PORT...: does anything listen there?
mp_http_connects() { timeout 5 bash -c 'exec 3<>"/dev/tcp/$1/$2"' - "$3" "$4" 2>/dev/null; }
