import { isOwnPackage } from '@milepost/packages-core/dsl/catalog';
import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { inputForm } from '@milepost/packages-core/dsl/form/input-form';
import { CATEGORIES } from '@milepost/packages-core/dsl/package/categories';
import { systemName } from '@milepost/packages-core/dsl/package/system-name';
import type { PackageSummary, PackageView } from '../../views/package-views';

/** A package as its form shows it. */
export function packageView(definition: PackageDefinition, servers: number): PackageView {
  return {
    ...packageSummary(definition, servers),
    install: { form: inputForm(definition, 'install') },
    uninstall: { form: inputForm(definition, 'uninstall') },
  };
}

/** A package as the catalog shows it. */
export function packageSummary(definition: PackageDefinition, servers: number): PackageSummary {
  const { id, title, description, category, scope, supports, within } = definition;
  return {
    id,
    title,
    description,
    category: { id: category, title: CATEGORIES[category] },
    scope,
    own: isOwnPackage(definition),
    supports: supports.map(systemName),
    within: within && { id: within.id, title: within.title },
    verbs: { ...definition.verbs },
    servers,
  };
}
