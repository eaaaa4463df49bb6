export const USAGE = `lab: disposable Debian servers on this machine (systemd, sshd, an address each)

  npm run lab -- up N        make and boot servers 1 to N
  npm run lab -- down [I]    destroy all servers, or server I
  npm run lab -- halt        end all servers; their disks stay for the next up
  npm run lab -- cut I       pull server I's cable: silence in both directions
  npm run lab -- freeze I    stop every process in it: connections open, nothing answers
  npm run lab -- kill I      power loss: cable out, everything in it killed; its disk stays
  npm run lab -- heal I      undo any of these
  npm run lab -- ssh I …     ssh into it as root
  npm run lab -- exec I …    a command in it past network and sshd
  npm run lab -- status      one line a server
  npm run lab -- support     can this machine host servers?

  --lab NAME        which lab (default: lab); several may be up
  --suite SUITE     bookworm (default) or trixie, for servers that up makes
  --state-dir DIR   where a new lab keeps its disks
  --subnet A.B.C    the first three bytes of a new lab's addresses (default: a free range)
  --memory SIZE     limit per server, 1G by default; "none" for no limit
  --json            up and status print JSON
  --docker          servers as containers of this machine's Docker engine (up, down, status)

  Options stand before the server's number.
`;
