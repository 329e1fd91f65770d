package io.winnow.readers.paper.latex;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the commands of LaTeX and its usual packages mean for the text. */
final class Commands {
  enum Meaning {
    /** Nothing to read. */
    NOTHING,
    /** Brackets, then 1 to 4 braces, none of it text. */
    SKIP_1,
    SKIP_2,
    SKIP_3,
    SKIP_4,
    /** Brackets that touch it, or none. */
    MARK,
    /** A length, written without braces. */
    LENGTH,
    /** Brackets, and then text in the first, second or third braces. */
    KEEP_1,
    KEEP_2,
    KEEP_3,
    FIRST_OF_2,
    SUBSCRIPT,
    TYPEWRITER,
    REFERENCE,
    HEADING,
    FOOTNOTE,
    TITLE,
    /** Text between empty lines. */
    BLOCK,
    ITEM,
    LINE,
    PARAGRAPH,
    SPACE,
    INPUT,
    INPUT_IN_FOLDER,
    PACKAGE,
    URL,
    HREF,
    VERBATIM,
    BEGIN,
    END,
    CLASS,
    END_FILE
  }

  private static final Map<String, Meaning> MEANINGS = new HashMap<>();

  private static void define(Meaning meaning, String names) {
    for (String name : names.strip().split("\\s+")) {
      MEANINGS.put(name, meaning);
    }
  }

  static {
    define(
        Meaning.SKIP_1,
        """
        label index glossary author thanks date address affiliation affil email institute
        bibliography bibliographystyle addbibresource includegraphics includepdf includesvg psfig
        epsfig epsfbox vspace hspace pagestyle thispagestyle pagenumbering hyphenation
        graphicspath pagecolor color hypersetup usetikzlibrary usepgfplotslibrary geometry
        captionsetup  theoremstyle linespread PACS pacs markright institution orcid
        allowdisplaybreaks phantom hphantom vphantom usecounter stepcounter refstepcounter
        newcounter newlength newsavebox newcount newdimen newtoks newbox authorrunning titlerunning
        hypertarget includeonly nocite tikz tikzset pgfplotsset urlstyle cline cmidrule
        cellcolor rowcolor columncolor rowcolors titlehead ead cortext corref fnref keywordsname
        PassOptionsToClass ccsdesc acmYear acmDOI acmISBN acmPrice acmConference setcopyright
        fontfamily fontseries fontshape selectlanguage bookmark preprint received
        newsymbol bibitem citestyle setcitestyle  inputencoding printbibliography
        bibdata iffontchar DeclareGraphicsExtensions pdfinfo pdfbookmark lstset
        excludecomment includecomment specialcomment crefalias
        """);
    define(
        Meaning.SKIP_2,
        """
        setlength addtolength setcounter addtocounter rule newtheoremstyle markboth definecolor
        colorlet fontsize settowidth settoheight crefname Crefname numberwithin DeclareOption
        DeclareMathSymbol newfont savebox sbox SetKwInOut pdfstringdefDisableCommands counterwithin
        PassOptionsToPackage AtBeginEnvironment BeforeBeginEnvironment AfterEndEnvironment
        newcolumntype DeclareUnicodeCharacter titlespacing setlist newlist setbeamertemplate
        setbeamercolor setbeamerfont newaliascnt newmathalphabet addtokomafont setkomafont
        """);
    define(
        Meaning.SKIP_3,
        """
        addcontentsline SetMathAlphabet DeclareMathAlphabet patchcmd providecolor
        DeclareSymbolFont DeclarePairedDelimiter DeclareFontShape setmathfont
        """);
    define(Meaning.SKIP_4, "titleformat");
    define(
        Meaning.LENGTH,
        """
        hskip vskip kern hsize vsize parindent parskip baselineskip topmargin oddsidemargin
        evensidemargin textwidth textheight headheight headsep footskip tabcolsep arraystretch
        columnsep itemsep leftmargin rightmargin hangindent raise lower penalty baselinestretch
        abovedisplayskip belowdisplayskip advance tolerance hbadness vbadness
        """);
    define(
        Meaning.KEEP_1,
        """
        emph textbf textit textsl textsc textrm textsf textup textmd textnormal underline uline
        mbox text fbox framebox makebox hbox vbox textsuperscript MakeUppercase uppercase
        MakeLowercase lowercase  so hl centerline leftline rightline
        textlf textmedium framed  textlatin
        """);
    define(
        Meaning.KEEP_2,
        """
        textcolor colorbox foreignlanguage raisebox parbox scalebox rotatebox hyperlink
         adjustbox  bibinfo textblockcolor
        """);
    define(Meaning.KEEP_3, "multicolumn fcolorbox resizebox multirow");
  }

  static {
    define(Meaning.FIRST_OF_2, "texorpdfstring");
    define(Meaning.SUBSCRIPT, "textsubscript");
    define(Meaning.TYPEWRITER, "texttt code");
    define(
        Meaning.REFERENCE,
        """
        cite citep citet citealp citealt citeauthor citeyear citeyearpar citen onlinecite Cite
        Citet Citep parencite textcite footcite autocite fullcite citetext ref eqref pageref cref Cref
        autoref nameref vref Vref vpageref labelcref cpageref subref fref Fref sref crefrange
        Crefrange hyperref thmref
        """);
    define(
        Meaning.HEADING,
        """
        part chapter section subsection subsubsection paragraph subparagraph addchap addsec
        frametitle framesubtitle minisec
        """);
    define(Meaning.MARK, "footnotemark endnotemark");
    define(Meaning.FOOTNOTE, "footnote footnotetext endnote tablefootnote");
    define(Meaning.TITLE, "title");
    define(
        Meaning.BLOCK,
        "caption abstract captionof subtitle keywords subcaption dedicatory epigraph");
    define(Meaning.ITEM, "item");
    define(Meaning.LINE, "\\ newline linebreak tabularnewline cr");
    define(
        Meaning.PARAGRAPH,
        """
        par bigskip medskip smallskip newpage clearpage cleardoublepage pagebreak maketitle
        """);
    define(Meaning.SPACE, "break");
    define(Meaning.INPUT, "input include subfile subfileinclude InputIfFileExists");
    define(Meaning.INPUT_IN_FOLDER, "import subimport inputfrom includefrom subincludefrom");
    define(Meaning.PACKAGE, "usepackage RequirePackage");
    define(Meaning.URL, "url path nolinkurl");
    define(Meaning.HREF, "href");
    define(Meaning.VERBATIM, "verb lstinline mintinline Verb");
    define(Meaning.BEGIN, "begin");
    define(Meaning.END, "end");
    define(Meaning.CLASS, "documentclass documentstyle");
    define(Meaning.END_FILE, "endinput");
    define(
        Meaning.NOTHING,
        """
        noindent indent centering raggedright raggedleft small large Large LARGE huge Huge tiny
        normalsize footnotesize scriptsize bf it rm sf sl sc em tt bfseries itshape scshape ttfamily
        sffamily rmfamily upshape mdseries slshape normalfont xspace relax protect null strut hline
        toprule midrule bottomrule endhead endfirsthead endfoot endlastfoot tableofcontents
        listoffigures listoftables printindex makeindex appendix frontmatter mainmatter backmatter
        @ ! / - ( ) [ ] ignorespaces unskip allowbreak nobreak sloppy fussy leavevmode long global
        makeatletter makeatother flushbottom raggedbottom onecolumn twocolumn today qed qedhere
        vfill vfil newblock boldmath unboldmath displaystyle textstyle  begingroup endgroup
        expandafter noexpand protected outer immediate phantomsection doublespacing singlespacing
         onehalfspacing nonumber notag nolinebreak nopagebreak goodbreak smash
        """);
  }

  private Commands() {}

  /** Null if it is not known; such as {@code \foosection} mean what their ending says. */
  static @Nullable Meaning meaning(String name) {
    Meaning meaning = MEANINGS.get(name);
    if (meaning != null || name.length() < 4) {
      return meaning;
    }
    if (name.endsWith("ref") || name.startsWith("cite") || name.startsWith("Cite")) {
      return Meaning.REFERENCE;
    }
    if (name.endsWith("label") || name.startsWith("index")) {
      return Meaning.SKIP_1;
    }
    if (name.endsWith("section") || name.endsWith("chapter")) {
      return Meaning.HEADING;
    }
    return name.endsWith("import") ? Meaning.INPUT : null;
  }

  /** Whether it keeps its meaning when a paper defines it anew, as classes and styles do. */
  static boolean isFixed(String name) {
    Meaning meaning = MEANINGS.get(name);
    if (meaning == null) {
      return false;
    }
    return switch (meaning) {
      case REFERENCE,
          HEADING,
          FOOTNOTE,
          TITLE,
          BLOCK,
          ITEM,
          INPUT,
          PACKAGE,
          URL,
          HREF,
          BEGIN,
          END,
          CLASS,
          VERBATIM,
          PARAGRAPH,
          SKIP_1 ->
          name.length() > 2;
      default -> name.equals("\\");
    };
  }
}
