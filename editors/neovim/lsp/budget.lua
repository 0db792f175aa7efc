return require('budget').config()
