export const HOME = '/etc/apache2';
export const PORTS = `${HOME}/ports.conf`;
/** How many requests are answered at the same time. Only a restart reads it. */
export const WORKERS = `${HOME}/conf-available/milepost-workers.conf`;
/** On which port the default site answers. It is enabled where no other file says so. */
export const LISTEN = `${HOME}/conf-available/milepost-listen.conf`;
/** Milepost's own site: it answers what no other site answers. Apache takes the first one, by the order of the names. */
export const SITE = `${HOME}/sites-available/000-milepost.conf`;
/** What it serves. */
export const DOCUMENT_ROOT = '/var/www/milepost-apache';

/** Where Apache reads a file of `conf-available` or `sites-available`. */
export const enabled = (path: string): string => path.replace('-available/', '-enabled/');
/** What the link there points to. */
export const target = (path: string): string => path.replace(`${HOME}/`, '../');
