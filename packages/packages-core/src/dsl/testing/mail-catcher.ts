import type { StateHarness } from './state-harness';

/** A mail server that takes mail of one user and keeps it, in Python's standard library. Its log holds each login, and its directory each message. */
const CATCHER = String.raw`
import base64, os, socketserver, ssl, sys
port, user, password, certificate = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:5]
class Session(socketserver.StreamRequestHandler):
    def say(self, line): self.wfile.write(line.encode() + b"\r\n")
    def handle(self):
        secured = logged_in = False; rcpt = []; sender = ""
        self.say("220 catcher ESMTP")
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            verb = line.upper()
            if verb.startswith("EHLO"):
                for each in ["catcher"] + (["STARTTLS"] if certificate and not secured else []) + (["AUTH PLAIN"] if secured or not certificate else []): self.say("250-" + each)
                self.say("250 HELP")
            elif verb == "STARTTLS":
                self.say("220 go")
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); context.load_cert_chain(certificate[0])
                try: self.request = context.wrap_socket(self.request, server_side=True)
                except (ssl.SSLError, OSError): return
                self.rfile = self.request.makefile("rb"); self.wfile = self.request.makefile("wb", 0); secured = True
            elif verb.startswith("AUTH PLAIN "):
                logged_in = base64.b64decode(line.split()[2]) == ("\0" + user + "\0" + password).encode()
                self.say("235 in" if logged_in else "535 5.7.8 wrong user or password")
            elif verb.startswith("MAIL FROM:"): rcpt = []; sender = line[10:].split()[0]; self.say("250 ok" if logged_in else "530 5.7.0 log in first")
            elif verb.startswith("RCPT TO:<REFUSED@"): self.say("550 5.1.1 nobody is called so")
            elif verb.startswith("RCPT TO:"): rcpt.append(line[8:].split()[0]); self.say("250 ok")
            elif verb == "DATA":
                self.say("354 go"); body = []
                while (text := self.rfile.readline().decode().rstrip("\r\n")) != ".": body.append(text)
                with open("/run/catcher/mail", "a") as kept: kept.write("\n".join(["tls" if secured else "plain", sender, " ".join(rcpt)] + body) + "\n=====\n")
                self.say("250 kept")
            elif verb == "QUIT": self.say("221 bye"); return
            else: self.say("250 ok")
os.makedirs("/run/catcher", exist_ok=True)
class Server(socketserver.ThreadingTCPServer): allow_reuse_address = True
Server(("", port), Session).serve_forever()
`;

/**
 * Has a server of the lab catch mail: on port 2525 without TLS, on 2587 by STARTTLS with a certificate for \`name\` of an authority of its own, which is returned.
 */
export async function catchMail(
  server: StateHarness,
  { name, user, password }: { name: string; user: string; password: string },
): Promise<{ authority: string; caught: () => Promise<string[]> }> {
  const login = [user, password].map((word) => `"$(printf %s ${btoa(word)} | base64 -d)"`).join(' ');
  const authority = await server.run(`
    (apt-get -q update; DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends python3 openssl) >/dev/null 2>&1
    cd /root && cat >catcher.py <<'END'
${CATCHER}
END
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=authority -keyout ca.key -out ca.pem 2>/dev/null
    openssl req -newkey rsa:2048 -nodes -subj /CN=${name} -keyout tls.key -out tls.csr 2>/dev/null
    echo subjectAltName=DNS:${name} >tls.ext
    openssl x509 -req -in tls.csr -CA ca.pem -CAkey ca.key -set_serial 2 -days 30 -extfile tls.ext 2>/dev/null | cat - tls.key >tls.pem
    systemd-run -q --unit=catcher-plain python3 /root/catcher.py 2525 ${login}
    systemd-run -q --unit=catcher-tls python3 /root/catcher.py 2587 ${login} /root/tls.pem
    cat ca.pem
  `);
  return {
    authority,
    /** All that was caught since the last call: over what, from whom, to whom, then header and body. */
    caught: async () =>
      (await server.run('cat /run/catcher/mail 2>/dev/null; rm -f /run/catcher/mail'))
        .split('\n=====')
        .map((mail) => mail.trim())
        .filter((mail) => mail !== ''),
  };
}
