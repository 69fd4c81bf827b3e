import java.io.FileInputStream;
import java.io.InputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/** Puts PDF files before the rules of PDF/A-2a and PDF/UA-1, and prints a line for each of the two. */
public class Validate {
    private static final String[] PROFILES = {"PDFA-2A", "PDFUA-1"};

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        int failed = 0;
        for (String name : PROFILES) {
            ValidationProfile profile = profile(name);
            for (String file : files) {
                failed += validate(profile, name, file);
            }
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    private static ValidationProfile profile(String name) throws Exception {
        String path = "/org/verapdf/pdfa/validation/" + name + ".xml";
        try (InputStream source = Profiles.class.getResourceAsStream(path)) {
            return Profiles.profileFromXml(source);
        }
    }

    private static int validate(ValidationProfile profile, String name, String file) throws Exception {
        try (InputStream paper = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(paper, profile.getPDFAFlavour());
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            System.out.printf(
                    "%s %s %d rules, %d checks: %s%n",
                    file, name, profile.getRules().size(), result.getTotalAssertions(),
                    result.isCompliant() ? "passed" : "FAILED");
            for (TestAssertion each : result.getTestAssertions()) {
                System.out.printf("  %s %s%n", each.getRuleId().getClause(), each.getMessage());
            }
            return result.isCompliant() ? 0 : 1;
        }
    }
}
