import type { Category } from '@milepost/api/package-views';
import {
  Activity,
  Clock,
  CodeXml,
  Container,
  Database,
  Globe,
  Mail,
  Settings2,
  Shield,
  Users,
  Zap,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';

const ICONS: Record<Category, LucideIcon> = {
  web: Globe,
  language: CodeXml,
  database: Database,
  cache: Zap,
  security: Shield,
  containers: Container,
  processes: Clock,
  access: Users,
  mail: Mail,
  monitoring: Activity,
  system: Settings2,
};

/** What kind of software it is, at a glance. */
export function CategoryIcon({ category }: { category: Category }) {
  const Icon = ICONS[category];
  return (
    <span
      aria-hidden
      className="grid size-9 flex-none place-items-center rounded-md bg-accent-soft text-accent-ink"
    >
      <Icon className="size-[18px]" />
    </span>
  );
}
