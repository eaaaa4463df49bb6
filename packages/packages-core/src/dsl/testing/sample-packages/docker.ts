import { z } from 'zod';
import { fact } from '../../facts/fact';
import { parse } from '../../facts/parse';
import { field } from '../../form/fields';
import { aptService } from '../../recipes/apt-service';
import { service } from '../../services/service';
import { sh } from '../../sh';
import * as file from '../../../states/file/files';
import { command } from './stand-ins';

const CONFIGURATION = '/etc/docker/daemon.json';
const SOURCE = '/etc/apt/sources.list.d/docker.list';
const KEY = '/etc/apt/keyrings/docker.asc';

export default aptService({
  id: 'docker',
  title: 'Docker Engine',
  category: 'containers',
  description: 'Runs containers. From Docker’s own repository.',
  conflicts: ['podman_docker'],
  packages: ['docker-ce', 'docker-ce-cli', 'containerd.io', 'docker-buildx-plugin', 'docker-compose-plugin'],
  megabytes: 500,
  repository: ({ os, codename, arch }) => ({
    added: [
      file.content(
        SOURCE,
        `deb [arch=${arch} signed-by=${KEY}] https://download.docker.com/linux/${os} ${codename} stable`,
      ),
    ],
    removed: [file.removedOrRestored(SOURCE, { withoutBackup: 'removed' })],
  }),
  service: service('docker', {
    ...{ reads: [CONFIGURATION], validate: sh`dockerd --validate`, program: '/usr/bin/dockerd' },
  }),
  input: z.object({
    logMb: field.int({ title: 'Log size per container', unit: 'MB', min: 1, max: 10_240, default: 50 }),
    liveRestore: field.flag({ title: 'Keep containers running while Docker restarts', default: true }),
  }),
  discover: { root: fact(sh`docker info --format '{{.DockerRootDir}}'`, parse.line) },
  data: {
    holds: 'Images, containers and volumes',
    paths: () => ['/var/lib/docker'],
    inUse: (discovered) => [discovered.root],
  },
  configure: (input) => [
    file.content(
      CONFIGURATION,
      JSON.stringify(
        {
          'log-driver': 'json-file',
          'log-opts': { 'max-size': `${input.logMb}m`, 'max-file': '3' },
          'live-restore': input.liveRestore,
        },
        null,
        2,
      ),
    ),
  ],
  verify: () => [
    command.answers({
      ...{ id: 'docker_answers', label: 'Docker answers' },
      run: sh`docker version --format '{{.Server.Version}}'`,
    }),
  ],
});
