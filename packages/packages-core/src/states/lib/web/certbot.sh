# shellcheck shell=sh
# Certificates of certbot.

mp_letsencrypt=/etc/letsencrypt

# ARGUMENT...: certbot that asks nothing.
mp_certbot() { certbot --non-interactive --config-dir "$mp_letsencrypt" "$@"; }

# NAME ARGUMENT...: requests the certificate, anew where it is there and not as wanted, and has the services that use it read it: certbot runs its hooks by itself only when it renews.
mp_request_certificate() {
  mp_certbot certonly --force-renewal --cert-name "$@" || return
  mp_hook=$mp_letsencrypt/renewal-hooks/deploy/milepost-reload
  [ ! -x "$mp_hook" ] || RENEWED_LINEAGE=$mp_letsencrypt/live/$1 "$mp_hook"
}

# DIRECTORY: prints the files of web servers that name a certificate in it.
mp_print_certificate_users() {
  grep -RsIlF -- "$1/" /etc/nginx/nginx.conf /etc/nginx/conf.d /etc/nginx/sites-enabled \
    /etc/apache2/apache2.conf /etc/apache2/conf-enabled /etc/apache2/sites-enabled
  :
}

# Names of the certificates that are there.
mp_print_certificates() {
  for mp_file in "$mp_letsencrypt"/renewal/*.conf; do
    [ ! -e "$mp_file" ] || basename "$mp_file" .conf
  done
}

# NAME: prints of the certificate on disk: the second at which it ends, the type of its key, and its names, a word a line. By certbot's own Python, for
# openssl may be missing.
mp_read_certificate() {
  [ -f "$mp_letsencrypt/live/$1/fullchain.pem" ] || return 1
  python3 -I -W ignore -c '
import sys, calendar
from cryptography import x509
from cryptography.hazmat.backends import default_backend
from cryptography.hazmat.primitives.asymmetric import rsa
c = x509.load_pem_x509_certificate(open(sys.argv[1], "rb").read(), default_backend())
end = getattr(c, "not_valid_after_utc", None) or c.not_valid_after
print(calendar.timegm(end.timetuple()))
print("rsa" if isinstance(c.public_key(), rsa.RSAPublicKey) else "ecdsa")
for name in sorted(c.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(x509.DNSName)): print(name)
' "$mp_letsencrypt/live/$1/fullchain.pem"
}

# NAME KEY_TYPE DAYS WEBROOT DOMAIN...: is there one that certbot renews by this directory, good for so long, for exactly these names?
mp_has_certificate() {
  [ -f "$mp_letsencrypt/renewal/$1.conf" ] || return 1
  mp_facts=$(mp_read_certificate "$1") || return 1
  mp_conf=$mp_letsencrypt/renewal/$1.conf mp_type=$2 mp_until=$(($(date +%s) + $3 * 86400)) mp_webroot=$4
  shift 4
  [ "$(printf '%s\n' "$mp_facts" | sed -n 1p)" -gt "$mp_until" ] || return 1
  [ "$(printf '%s\n' "$mp_facts" | sed -n 2p)" = "$mp_type" ] || return 1
  [ "$(printf '%s\n' "$mp_facts" | sed 1,2d)" = "$(printf '%s\n' "$@" | sort)" ] || return 1
  for mp_name in "$@"; do grep -qxF -- "$mp_name = $mp_webroot" "$mp_conf" || return 1; done
}

# NAME DAYS
mp_is_certificate_valid() {
  mp_facts=$(mp_read_certificate "$1") || return 1
  [ "$(printf '%s\n' "$mp_facts" | sed -n 1p)" -gt "$(($(date +%s) + $2 * 86400))" ] || return 1
}

mp_describe_certificate() { # NAME
  if mp_facts=$(mp_read_certificate "$1"); then
    echo "The certificate $1 ends on $(date -u -d "@$(printf '%s\n' "$mp_facts" | sed -n 1p)" +%F)."
  else
    echo "There is no certificate $1."
  fi
}

# NAME: prints where its links point to and how it is renewed; the keys that they point to stay where they are.
mp_capture_certificate() {
  cd "$mp_letsencrypt" 2>/dev/null || return 0
  [ ! -d "live/$1" ] || tar -cz "live/$1" "renewal/$1.conf" | base64 -w 0
}

# NAME: it is as then, or deleted.
mp_restore_certificate() {
  if [ -s "$MP_CAPTURE_FILE" ]; then
    base64 -d <"$MP_CAPTURE_FILE" | tar -C "$mp_letsencrypt" -xz
  elif [ -e "$mp_letsencrypt/renewal/$1.conf" ]; then
    mp_certbot delete --cert-name "$1"
  fi
}
