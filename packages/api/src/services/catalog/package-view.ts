import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { inputForm } from '@milepost/packages-core/dsl/form/input-form';
import type { PackageView } from '../../views/package-views';

/** A package as the catalog and its form show it. */
export function packageView(definition: PackageDefinition, installations: number): PackageView {
  const { id, title, description, category, scope, supports } = definition;
  return {
    id,
    title,
    description,
    category,
    scope,
    supports: [...supports],
    install: { form: inputForm(definition, 'install') },
    uninstall: { form: inputForm(definition, 'uninstall') },
    installations,
  };
}
