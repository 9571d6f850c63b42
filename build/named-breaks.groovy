// For the profile "compatibility": takes out the types whose breaks CHANGELOG.md names, so that japicmp fails
// on the others. An entry names a break if it is in the first section of the file, begins with its artifact
// ("- core: Breaking: ...", or several, "- core, roster: Breaking: ...") and has the type's name in it.

def isPrefixOf = { String artifacts, String type ->
  artifacts.split(',').collect { it.strip().replaceAll('[^a-z0-9]', '') }.any {
    type.startsWith('im.linnet.' + (it == 'core' ? '' : it))
  }
}

def root = new File(System.getProperty('maven.multiModuleProjectDirectory'))
def section = new File(root, 'CHANGELOG.md').getText('UTF-8').split('(?m)^## ')[1]
def breaks = section.split('(?m)^- ')
  .collect { (it =~ /(?s)^([a-z0-9, -]+): Breaking: (.*)/) }
  .findAll { it.matches() }
  .collect { [artifacts: it.group(1), words: it.group(2).split('[^A-Za-z0-9_$]+') as Set] }

// In place: japicmp 0.27.0 does not use the list that is returned.
jApiClasses.removeIf { type ->
  def name = type.fullyQualifiedName
  def simple = name.substring(name.lastIndexOf('.') + 1).tokenize('$')
  breaks.any { isPrefixOf(it.artifacts, name) && it.words.containsAll(simple) }
}
return jApiClasses
