import { definePackage } from '@milepost/packages-core/dsl/define-package';
import { field } from '@milepost/packages-core/dsl/form/fields';
import { tcp } from '@milepost/packages-core/dsl/package/listen';
import { service } from '@milepost/packages-core/dsl/services/service';
import { step } from '@milepost/packages-core/dsl/steps/step';
import { text } from '@milepost/packages-core/dsl/values/text';
import * as file from '@milepost/packages-core/states/file/files';
import { listening } from '@milepost/packages-core/states/port';
import * as systemd from '@milepost/packages-core/states/systemd/services';
import { z } from 'zod';

const input = z.object({ port: field.port({ default: 8700 }) });
type Input = z.output<typeof input>;

const title = ({ port }: Input) => `listener ${port}`;
const name = ({ port }: Input) => `milepost-listener-${port}`;
const unit = (of: Input) => `/etc/systemd/system/${name(of)}.service`;
const script = (of: Input) => `/usr/local/lib/${name(of)}.pl`;
const serviceOf = (of: Input) => service(name(of), { reads: [unit(of), script(of)] });

/** A package for tests: any number of it on a server, each on a port of its own, which says its name. */
export default definePackage({
  id: 'listener',
  title: 'Listener',
  category: 'processes',
  description: 'Answers on a port with its name.',
  input,
  instance: { by: ['port'], title },
  services: (of) => [serviceOf(of)],
  listens: ({ port }) => [tcp(port, { on: 'loopback', field: 'port' })],

  operations: {
    install: ({ input: of }) => [
      step.configure(
        title(of),
        file.content(
          script(of),
          text`
            use IO::Socket::INET;
            my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => ${of.port}, Listen => 5, ReuseAddr => 1)
              or die "cannot listen: $!";
            while (my $client = $server->accept) { print $client "${title(of)}\n"; close $client }
          `,
        ),
        file.content(
          unit(of),
          text`
            [Service]
            ExecStart=/usr/bin/perl ${script(of)}

            [Install]
            WantedBy=multi-user.target
          `,
        ),
      ),
      step.startService(title(of), systemd.running(name(of), { configFiles: serviceOf(of).reads })),
      step.verify(listening(of.port)),
    ],
    uninstall: ({ input: of }) => [
      step.stopService(title(of), systemd.stopped(name(of))),
      step.cleanUp(file.absent(unit(of)), file.absent(script(of))),
    ],
  },
});
