document.getElementById('root')?.replaceChildren('The playground is being built.')
